import { dayMs } from './dates.ts';

/** Days of bots, as a write of sessions touches them. */
export interface BotDays {
  /** Whether every day of every bot is meant. */
  everything: boolean;
  /** Days since 1970 (GMT) by bot; `all` for every day of the bot. */
  bots: ReadonlyMap<string, ReadonlySet<number> | 'all'>;
}

export const everything: BotDays = { everything: true, bots: new Map() };
export const nowhere: BotDays = { everything: false, bots: new Map() };

/** The day of an instant (Unix ms), counted from 1970 (GMT). */
export const dayOf = (instant: number): number => Math.floor(instant / dayMs);

/** The bots and days of sessions with these starts (Unix ms). */
export function botDaysOf(places: Iterable<{ botId: string; startTime: number }>): BotDays {
  const bots = new Map<string, Set<number>>();
  for (const { botId, startTime } of places) {
    const days = bots.get(botId);
    if (days) days.add(dayOf(startTime));
    else bots.set(botId, new Set([dayOf(startTime)]));
  }
  return { everything: false, bots };
}

export function covers(botDays: BotDays, botId: string, day: number): boolean {
  if (botDays.everything) return true;
  const days = botDays.bots.get(botId);
  return days === 'all' || days?.has(day) === true;
}

export function union(one: BotDays, other: BotDays): BotDays {
  if (one.everything || other.everything) return everything;
  const bots = new Map(one.bots);
  for (const [botId, days] of other.bots) {
    const known = bots.get(botId) ?? [];
    bots.set(botId, known === 'all' || days === 'all' ? 'all' : new Set([...known, ...days]));
  }
  return { everything: false, bots };
}

/** Whether all of `inner` is in `outer`. */
export function includes(outer: BotDays, inner: BotDays): boolean {
  if (outer.everything) return true;
  if (inner.everything) return false;
  return [...inner.bots].every(([botId, days]) => {
    const known = outer.bots.get(botId);
    if (known === 'all') return true;
    return known !== undefined && days !== 'all' && [...days].every((day) => known.has(day));
  });
}

/** About how many characters it takes to write them down. */
export function sizeOf({ bots }: BotDays): number {
  let size = 0;
  for (const [botId, days] of bots) {
    size += botId.length + 6;
    if (days !== 'all') for (const day of days) size += String(day).length + 1;
  }
  return size;
}
