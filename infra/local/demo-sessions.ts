import { dayMs, toIso } from '../../functions/domain/dates.ts';
import { generatorSchema } from '../../functions/domain/generator/arguments.ts';
import { generate, generateSessions } from '../../functions/domain/generator/generate.ts';
import { scenarios } from '../../functions/domain/generator/scenarios.ts';
import type { Session } from '../../functions/domain/session.ts';

const [minuteMs, hourMs] = [60_000, 3_600_000];
/** How far ahead sessions are made. A session is visible once the clock has reached its start. */
const daysAhead = 7;
const startsPerHour = 6;

export interface DemoSessions {
  /** Those that there are at the start, and those that begin while the emulator runs. */
  past: Session[];
  upcoming: Session[];
}

/**
 * The sessions of the demo account: the same on every machine that starts in the same minute, and from then on those
 * of the calendar, the same on every machine in every minute.
 *
 * @param now Unix ms
 */
export function demoSessions(now: number, botIds: readonly string[]): DemoSessions {
  const minute = now - (now % minuteMs);
  const hour = minute - (minute % hourMs);
  return {
    past: generateSessions(scenarios.demo(minute, botIds)).sessions,
    upcoming: [...sessionsByHour(hour, daysAhead * 24 + 1, botIds)].filter(
      ({ startTime }) => startTime > minute && startTime <= minute + daysAhead * dayMs,
    ),
  };
}

/** By the hour, so that none goes by without a session. */
function* sessionsByHour(first: number, hours: number, botIds: readonly string[]): Iterable<Session> {
  const args = generatorSchema.parse({
    bots: botIds.map((botId, index) => ({ botId, weight: index === 0 ? 2 : 1 })),
    count: startsPerHour,
    from: first,
    to: first + hourMs - 1,
    shape: 'flat',
  });
  for (let from = first; from < first + hours * hourMs; from += hourMs) {
    // What the schema makes of the rest is the same for each hour, and takes longer than the sessions.
    yield* generate({ ...args, seed: `demo-${toIso(from).slice(0, 13)}`, from, to: from + hourMs - 1 });
  }
}
