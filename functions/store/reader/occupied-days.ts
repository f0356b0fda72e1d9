import type { Account } from '../../domain/account.ts';
import { isActive, type SessionLog } from '../../domain/session-log.ts';
import type { Time } from '../../domain/time.ts';
import { AccountGoneError, OutdatedError } from '../errors.ts';
import type { DayRange, LayerDays } from '../sessions/layer-days.ts';
import { notesDays } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import { inParallel } from '../table/parallel.ts';
import type { ReadAccount } from './slice-cache.ts';

/** A range of more days is looked through for days without sessions, so that not each of them costs a read. */
export const mostDaysUnseen = 100;

interface Sources {
  sessions: { days: Pick<LayerDays, 'read'> };
  readAccount: ReadAccount;
  time: Pick<Time, 'now'>;
}

/** The days of a range in which bots may have sessions, in whatever layer, newest first. */
export async function daysOf(
  { sessions }: Sources,
  { layers }: Account,
  botIds: readonly string[],
  range: DayRange,
  usage?: Usage,
): Promise<number[]> {
  const places = layers.flatMap(({ name }) => botIds.map((botId) => ({ name, botId })));
  const days = await inParallel(places, ({ name, botId }) => sessions.days.read(name, botId, range, usage));
  return [...new Set(days.flat())].sort((a, b) => b - a);
}

/**
 * The parts of a range of days in which bots may have sessions, newest first, each of days that follow each other.
 *
 * @throws OutdatedError where sessions are being written
 */
export async function occupiedDays(
  sources: Sources,
  account: Account,
  botIds: readonly string[],
  range: DayRange,
  usage?: Usage,
): Promise<DayRange[]> {
  const { readAccount, time } = sources;
  // Days are noted before sessions are written to them, and stay: what the notes say is never too little.
  const isNoted = account.layers.every(({ name }) => notesDays(name));
  if (!isNoted && isDisturbed(account.log, botIds, time.now())) throw new OutdatedError();
  const ranges: DayRange[] = [];
  for (const day of await daysOf(sources, account, botIds, range, usage)) {
    const later = ranges.at(-1);
    if (later?.first === day + 1) later.first = day;
    else ranges.push({ first: day, last: day });
  }
  if (isNoted) return ranges;
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
