/**
 * Whether the suite takes its time: every file of the contract is run against the local server too, processes are killed
 * at every place, and properties are tried for longer: for the part of their time that THOROUGH says, to 1 for all of it.
 */
export const isThorough = thoroughness() > 0;

/** @returns the part of their time that properties are tried for: 0 where the suite is to be quick, to 1 */
export function thoroughness(): number {
  const text = process.env['THOROUGH'] || '0';
  const part = Number(text);
  if (part >= 0 && part <= 1) return part;
  throw new Error(`THOROUGH is "${text}"; it must be a number from 0 to 1.`);
}
