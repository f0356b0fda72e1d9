import { randomUUID } from 'node:crypto';
import { type AccountClock, advanced } from '../../domain/clock.ts';
import type { Time } from '../../domain/time.ts';
import { ContendedError } from '../errors.ts';
import type { Heads } from './heads.ts';

const attempts = 60;
const longestPauseMs = 25;

/**
 * Moves an account's clock on, once, whoever else does so at the same time and whether or not the answer of
 * DynamoDB arrives.
 *
 * @returns the clock after it, or undefined where there is no such account
 * @throws ContendedError where others changed it every time
 */
export async function advanceClock(
  heads: Heads,
  time: Time,
  accountId: string,
  by: number,
): Promise<AccountClock | undefined> {
  const clockMark = randomUUID();
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await time.sleep(Math.random() * longestPauseMs);
    const head = await heads.read(accountId);
    if (!head) return undefined;
    const clock = advanced(head.clock, by);
    const same = Object.entries(head.clock).map(([name, value]) => [`clock.${name}`, value]);
    const before = { ...Object.fromEntries(same), clockMark: head.clockMark };
    if (await heads.replace(head, before, { clock, clockMark }, 'clockMark')) return clock;
  }
  throw new ContendedError(`The clock was changed by others ${attempts} times in a row`);
}
