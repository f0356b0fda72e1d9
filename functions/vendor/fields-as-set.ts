import { toIso } from '../domain/dates.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AccountSettings } from '../domain/settings.ts';

/** Fields that every API has that gives pages of a window. */
export const numberFields: readonly string[] = ['skip', 'offset', 'limit'];
export const dateFields: readonly string[] = ['dateFrom', 'dateTo'];

export const fieldRefusal = (text: string): Refusal => new Refusal('validation', 'body_field_invalid', text);

/**
 * Puts the numbers and dates of a request in place as the account's settings read them, and takes out what they pass
 * over.
 *
 * @param fields changed by it
 * @throws Refusal where they refuse what is accepted without them
 */
export function readPageFields(fields: Record<string, unknown>, settings: AccountSettings): void {
  for (const name of numberFields) {
    if (fields[name] !== undefined) fields[name] = numberAsSet(name, fields[name], settings);
  }
  for (const name of dateFields) {
    if (typeof fields[name] === 'number') fields[name] = dateAsSet(fields[name], settings);
  }
}

/** @returns undefined where it is passed over */
function numberAsSet(name: string, given: unknown, settings: AccountSettings): unknown {
  if (typeof given === 'string' && settings.numericStrings === 'refuse') {
    throw fieldRefusal(`${name}: must be a number, not a string`);
  }
  const isCut = typeof given === 'number' && settings.fractionalNumbers === 'truncate';
  const value = isCut ? Math.trunc(given) + 0 : given;
  const isNegative = typeof value === 'number' && value < 0;
  const isZeroLimit = name === 'limit' && isZero(value);
  if (isNegative && settings[name === 'limit' ? 'negativeLimit' : 'negativeSkip'] === 'ignore')
    return undefined;
  if (isZeroLimit && settings.zeroLimit !== 'refuse') return undefined;
  return value;
}

/** Whether the limit is 0, and the settings give no rows for it. */
export function asksForNoRows(
  { limit }: Readonly<Record<string, unknown>>,
  settings: AccountSettings,
): boolean {
  if (settings.zeroLimit !== 'noRows') return false;
  const isCut = typeof limit === 'number' && settings.fractionalNumbers === 'truncate';
  return isZero(isCut ? Math.trunc(limit) : limit);
}

const isZero = (value: unknown): boolean =>
  typeof value === 'string' ? /^0+$/.test(value) : value === 0 || Object.is(value, -0);

/** @returns undefined where it is passed over */
function dateAsSet(given: number, { epochDates }: AccountSettings): unknown {
  if (epochDates === 'refuse') return given;
  return epochDates === 'accept' ? toIso(given) : undefined;
}

/** How many rows are passed over, where both ways to say it are given. */
export function skipOf(
  { skip, offset }: { skip?: number | undefined; offset?: number | undefined },
  { skipAndOffset }: AccountSettings,
): number {
  return (skipAndOffset === 'skip' ? (skip ?? offset) : (offset ?? skip)) ?? 0;
}
