import type { Account } from '../../domain/account.ts';
import { dayOf } from '../../domain/bot-days.ts';
import { dayMs } from '../../domain/dates.ts';
import { isActive, type SessionLog } from '../../domain/session-log.ts';
import type { Time } from '../../domain/time.ts';
import { AccountGoneError, OutdatedError } from '../errors.ts';
import type { SessionStore } from '../sessions/sessions.ts';
import type { Usage } from '../table/meter.ts';
import { inParallel } from '../table/parallel.ts';
import type { DayRange, ReadAccount } from './slice-cache.ts';

/** A range of more days is looked through for days without sessions, so that not each of them costs a read. */
export const mostDaysUnseen = 100;

interface Sources {
  sessions: Pick<SessionStore, 'firstStart'>;
  readAccount: ReadAccount;
  time: Pick<Time, 'now'>;
}

/**
 * The parts of a range of days in which bots have sessions, newest first: each begins with a day that has some, and is
 * at most a hundred days long.
 *
 * @throws OutdatedError where sessions are being written
 */
export async function occupiedDays(
  { sessions, readAccount, time }: Sources,
  account: Account,
  botIds: readonly string[],
  { first, last }: DayRange,
  usage?: Usage,
): Promise<DayRange[]> {
  if (isDisturbed(account.log, botIds, time.now())) throw new OutdatedError();
  /** For each bot a day with sessions, before which it has none from where one looks on. */
  const firstOf = new Map(botIds.map((botId) => [botId, Number.NEGATIVE_INFINITY]));
  const ranges: DayRange[] = [];
  for (let day = first; day <= last; day += mostDaysUnseen) {
    const outdated = botIds.filter((botId) => (firstOf.get(botId) ?? day) < day);
    await inParallel(outdated, async (botId) => {
      const window = { from: day * dayMs, to: (last + 1) * dayMs - 1 };
      const start = await sessions.firstStart(account, botId, window, usage);
      if (start === undefined) firstOf.delete(botId);
      else firstOf.set(botId, dayOf(start));
    });
    if (firstOf.size === 0) break;
    day = Math.min(...firstOf.values());
    ranges.unshift({ first: day, last: Math.min(day + mostDaysUnseen - 1, last) });
  }
  const now = await readAccount(account.accountId, usage);
  if (now?.born !== account.born) throw new AccountGoneError(account.accountId);
  const { log } = now;
  if (log.revision !== account.log.revision || isDisturbed(log, botIds, time.now()))
    throw new OutdatedError();
  return ranges;
}

function isDisturbed({ lease }: SessionLog, botIds: readonly string[], now: number): boolean {
  if (!lease || !isActive(lease, now)) return false;
  return lease.botDays.everything || botIds.some((botId) => lease.botDays.bots.has(botId));
}
