import { type BotDays, covers, everything, sizeOf } from './bot-days.ts';

/** When a day of a bot changed last. */
export interface Touch {
  revision: number;
  /** Unix ms until which the index may not show the change yet; absent: it shows it. */
  settlesAt?: number | undefined;
}

/** The right to write sessions of the account, which one writer has at a time. */
export interface Lease {
  /** Tells the writer from others. */
  id: string;
  /** The log's revision when it began: what is written under it carries this number. */
  fencingToken: number;
  /** Unix ms; a lease that is not renewed by then is given up. */
  until: number;
  /** What may change under it. */
  botDays: BotDays;
  /** Whether it takes sessions away. */
  removes?: boolean | undefined;
}

/**
 * What has become of an account's sessions, by bot and day, so that whoever has read a day knows whether it
 * is still as it was. Kept small: what it forgets counts as changed.
 */
export interface SessionLog {
  /** Rises with every lease and every change. */
  revision: number;
  /** The last change of anything at all that is not told apart below. */
  floor: Touch;
  /** By bot: the last change of single days, and of all its days under `all`. */
  bots: ReadonlyMap<string, ReadonlyMap<number | 'all', Touch>>;
  lease?: Lease | undefined;
}

/** The log just before a lease ended, and with its end. */
export interface Commit {
  before: SessionLog;
  after: SessionLog;
}

export const emptyLog: SessionLog = { revision: 0, floor: { revision: 0 }, bots: new Map() };

/** For how long an index that did not show a change in time is not trusted. */
export const unsettledMs = 60_000;

// Characters. The log is in an item that every request reads and pays for by the 4 KB.
const [mostForChanges, mostForLease] = [4000, 2500];

function later(one: Touch, other: Touch | undefined): Touch {
  if (!other) return one;
  const settlesAt = Math.max(one.settlesAt ?? 0, other.settlesAt ?? 0);
  return { revision: Math.max(one.revision, other.revision), ...(settlesAt > 0 ? { settlesAt } : {}) };
}

/** The last change of a bot's day. */
export function touchOf({ floor, bots }: SessionLog, botId: string, day: number): Touch {
  const days = bots.get(botId);
  return days ? later(later(floor, days.get('all')), days.get(day)) : floor;
}

/** The revision of the last change of a bot's day. */
function changedAt({ floor, bots }: SessionLog, botId: string, day: number): number {
  const days = bots.get(botId);
  if (!days) return floor.revision;
  return Math.max(floor.revision, days.get('all')?.revision ?? 0, days.get(day)?.revision ?? 0);
}

const lastTouch = (log: SessionLog): Touch => allOf(log).reduce(later, log.floor);

/** Unix ms until which the index may not show all changes yet; 0 where it does. */
export const settlesAt = (log: SessionLog): number => lastTouch(log).settlesAt ?? 0;

/** Whether nothing has changed since a revision, for all that is known. */
export const isUnchangedSince = (log: SessionLog, revision: number): boolean =>
  lastTouch(log).revision <= revision;

/** Whether a lease holds at an instant (Unix ms); the writer of one that has ended counts as gone. */
export function isActive({ until }: Lease, now: number): boolean {
  return now < until;
}

export interface BotDay {
  botId: string;
  /** Days since 1970 (GMT). */
  day: number;
}

/** What was read of a bot's day: how fresh it is. */
export interface Reading extends BotDay {
  /** The log's revision before the reading began, or a later one at which it was found to be still good. */
  revision: number;
  /** Unix ms at which the reading began. */
  readAt: number;
}

/** Whether what was read is what a request that sees this log is to see. */
export function isFresh(log: SessionLog, { botId, day, revision, readAt }: Reading, now: number): boolean {
  if (changedAt(log, botId, day) > revision) return false;
  const { lease } = log;
  // What a writer wrote before it was gone stays written.
  return !lease || isActive(lease, now) || !covers(lease.botDays, botId, day) || readAt >= lease.until;
}

/** Whether a writer may have been at work while it was read. */
export function isDisturbed({ lease }: SessionLog, { botId, day }: BotDay, now: number): boolean {
  return lease !== undefined && isActive(lease, now) && covers(lease.botDays, botId, day);
}

/** The log with a lease begun; what a writer that is gone has left counts as changed. */
export function begin(
  log: SessionLog,
  lease: Omit<Lease, 'fencingToken'>,
  now: number,
): SessionLog & { lease: Lease } {
  const given = log.lease ? finish(log, log.lease.botDays, now + unsettledMs) : log;
  const revision = given.revision + 1;
  return {
    ...given,
    revision,
    lease: { ...lease, fencingToken: revision, botDays: asNoted(lease.botDays) },
  };
}

/** The log with more time for a lease, and perhaps more to change. */
export function renewed(
  log: SessionLog,
  lease: Lease,
  until: number,
  botDays: BotDays,
): SessionLog & { lease: Lease } {
  return { ...log, lease: { ...lease, until, botDays: asNoted(botDays) } };
}

/**
 * The log with a lease ended.
 *
 * @param written where something was written
 * @param settlesAt Unix ms until which the index may not show it; undefined where it does
 */
export function finish(log: SessionLog, written: BotDays, settlesAt?: number): SessionLog {
  const touch: Touch = { revision: log.revision + 1, settlesAt };
  const { bots, floor } = withTouch(log, asNoted(written), touch);
  return bounded({ revision: touch.revision, floor, bots });
}

function withTouch(log: SessionLog, written: BotDays, touch: Touch): Pick<SessionLog, 'floor' | 'bots'> {
  const { floor } = log;
  if (written.everything) return { floor: allOf(log).reduce(later, later(touch, floor)), bots: new Map() };
  const bots = new Map(log.bots);
  for (const [botId, days] of written.bots) {
    const before: ReadonlyMap<number | 'all', Touch> = bots.get(botId) ?? new Map();
    bots.set(
      botId,
      days === 'all'
        ? new Map([['all', [...before.values()].reduce(later, touch)]])
        : new Map([...before, ...[...days].map((day) => [day, later(touch, before.get(day))] as const)]),
    );
  }
  return { floor, bots };
}

const allOf = ({ bots }: SessionLog): Touch[] => [...bots.values()].flatMap((days) => [...days.values()]);

const asNoted = (botDays: BotDays): BotDays => (sizeOf(botDays) > mostForLease ? everything : botDays);

/** Forgets the oldest changes where there are too many: whatever is older than these counts as changed. */
function bounded(log: SessionLog): SessionLog {
  let excess = sizeOfChanges(log) - mostForChanges;
  if (excess <= 0) return log;
  const touches = [...log.bots.values()].flatMap((days) => [...days]);
  let upTo = 0;
  for (const [day, touch] of touches.sort(([, a], [, b]) => a.revision - b.revision)) {
    if (excess <= 0) break;
    upTo = touch.revision;
    excess -= sizeOfTouch(day, touch);
  }
  const bots = [...log.bots].map(
    ([botId, days]) => [botId, new Map([...days].filter(([, { revision }]) => revision > upTo))] as const,
  );
  return {
    ...log,
    floor: allOf(log)
      .filter(({ revision }) => revision <= upTo)
      .reduce(later, log.floor),
    bots: new Map(bots.filter(([, days]) => days.size > 0)),
  };
}

function sizeOfChanges({ bots }: SessionLog): number {
  let size = 0;
  for (const [botId, days] of bots) {
    size += botId.length + 6;
    for (const [day, touch] of days) size += sizeOfTouch(day, touch);
  }
  return size;
}

const sizeOfTouch = (day: number | 'all', { revision, settlesAt }: Touch): number =>
  String(day).length + String(revision).length + (settlesAt === undefined ? 4 : String(settlesAt).length + 7);
