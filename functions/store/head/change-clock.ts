import { randomUUID } from 'node:crypto';
import type { AccountClock } from '../../domain/clock.ts';
import type { Time } from '../../domain/time.ts';
import { ContendedError } from '../errors.ts';
import type { AccountLife } from '../table/keys.ts';
import type { Heads } from './heads.ts';

const attempts = 60;
const longestPauseMs = 25;

/**
 * Changes an account's clock from whatever it shows by then, once, whoever else does so at the same time and whether
 * or not the answer of DynamoDB arrives.
 *
 * @param change may throw, and then nothing has changed
 * @returns the clock after it
 * @throws AccountGoneError
 * @throws ContendedError where others changed it every time
 */
export async function changeClock(
  heads: Heads,
  time: Time,
  life: AccountLife,
  change: (before: AccountClock) => AccountClock,
): Promise<AccountClock> {
  const clockMark = randomUUID();
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await time.sleep(Math.random() * longestPauseMs);
    const head = await heads.readOf(life);
    const clock = change(head.clock);
    const same = Object.entries(head.clock).map(([name, value]) => [`clock.${name}`, value]);
    const before = { ...Object.fromEntries(same), clockMark: head.clockMark };
    if (await heads.replace(head, before, { clock, clockMark }, 'clockMark')) return clock;
  }
  throw new ContendedError(`The clock was changed by others ${attempts} times in a row`);
}
