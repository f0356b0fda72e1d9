import type { Account } from './account.ts';
import { accountNow } from './clock.ts';
import { toIso } from './dates.ts';

/** The time that tokens of an account are checked by, and whose it is. */
export interface TokenNow {
  /** Unix ms. */
  ms: number;
  whose: "the emulator's machine" | "the account's clock";
}

/**
 * The time that tokens of an account are checked by: a client signs by the clock of its own machine, so with the
 * setting `tokenClock: "machine"` its tokens stay good however the account's clock is set.
 *
 * @param systemNow the machine's clock, Unix ms
 */
export function tokenNow(
  { clock, settings: { tokenClock } }: Pick<Account, 'clock' | 'settings'>,
  systemNow: number,
): TokenNow {
  const ms = tokenClock === 'machine' ? systemNow : accountNow(clock, systemNow);
  return { ms, whose: tokenClock === 'machine' ? "the emulator's machine" : "the account's clock" };
}

/** For people, such as `the account's clock shows 1772355600 (2026-03-01T09:00:00.000Z)`. */
export const shownTime = ({ ms, whose }: TokenNow): string =>
  `${whose} shows ${Math.floor(ms / 1000)} (${toIso(ms)})`;
