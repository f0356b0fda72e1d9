import type { JWTPayload } from 'jose';

const secondsPerYear = 31_556_952;

/** From which number of seconds on a time is likely to count something smaller. */
export const earliestMilliseconds = 1e11;
const units = [
  { below: 1e14, name: 'milliseconds' },
  { below: 1e17, name: 'microseconds' },
  { below: 1e20, name: 'nanoseconds' },
];

/** Made when it is needed, which is rare: to make it takes longer than all else here. */
const inWords = (year: number): string =>
  new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 }).format(year);

/** What is odd about the times of a token that are taken as the numbers they are (RFC 7519, NumericDate). */
export function claimNotes(claims: JWTPayload): string[] {
  const notes: string[] = [];
  for (const name of ['exp', 'nbf'] as const) {
    const value: unknown = claims[name];
    if (typeof value !== 'number' || value < earliestMilliseconds) continue;
    const unit = units.find(({ below }) => value < below);
    if (unit) notes.push(`${name} is in the year ${inWords(1970 + value / secondsPerYear)}: ${unit.name}?`);
  }
  return notes;
}
