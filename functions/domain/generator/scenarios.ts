import { dayMs } from '../dates.ts';
import { type GeneratorArguments, generatorSchema } from './arguments.ts';
import type { ScenarioName } from './scenario-names.ts';
import { shapes } from './shape.ts';

const hourMs = 3_600_000;

/** Arguments of a ready scenario: `now` in Unix ms, and the ids of the bots that get the sessions. */
export type Scenario = (now: number, botIds: readonly string[]) => GeneratorArguments;

/** A Wednesday at 15:00: what the demo's users take `now` for. */
const wednesdayAfternoon = Date.parse('1970-01-07T15:00:00.000Z');

/** Nine days, two more than a window holds. The same at every start but for the dates, by day and by night. */
const demo: Scenario = (now, botIds) =>
  generatorSchema.parse({
    // Chosen so that sessions of every containment type are still running at `now`.
    seed: 'demo-1',
    bots: botIds.map((botId, index) => ({ botId, weight: index === 0 ? 2 : 1 })),
    count: 600,
    from: now - 9 * dayMs,
    to: now,
    shape: { ...shapes.business, offsetMs: wednesdayAfternoon - now },
    active: 12,
    activeForMs: 8 * hourMs,
  });

/** A month with days on which nothing happens. */
const quiet: Scenario = (now, botIds) =>
  generatorSchema.parse({
    seed: 'quiet',
    bots: botIds,
    count: 30,
    from: now - 30 * dayMs,
    to: now,
    shape: 'flat',
  });

/** More sessions in a window than the largest page holds. */
const busyWeek: Scenario = (now, botIds) =>
  generatorSchema.parse({
    seed: 'busy-week',
    bots: botIds,
    count: 12_000,
    from: now - 7 * dayMs,
    to: now,
    active: 60,
  });

/** A week in which most sessions share their start with others, of the same bot and of the others. */
const ties: Scenario = (now, botIds) =>
  generatorSchema.parse({
    seed: 'ties',
    bots: botIds,
    count: botIds.length * 250,
    from: now - 7 * dayMs,
    to: now,
    ties: { instants: 20, perBot: 10 },
  });

/** Sessions on the ends of the windows that clients ask for: now, whole days back from it, and GMT midnights. */
const edges: Scenario = (now, botIds) => {
  const from = now - 9 * dayMs;
  // Nothing starts after now, as a request at now would not see it: now is the later neighbour of an edge.
  const to = now;
  const wholeDays = Array.from({ length: 9 }, (_, days) => (days === 0 ? now - 1 : now - days * dayMs));
  const lastMidnight = Math.floor(now / dayMs) * dayMs;
  const midnights = Array.from({ length: 9 }, (_, days) => lastMidnight - days * dayMs);
  const instants = [...new Set([...wholeDays, ...midnights])].filter((at) => at > from && at < to);
  return generatorSchema.parse({
    seed: 'edges',
    bots: botIds,
    count: botIds.length * instants.length * 3,
    from,
    to,
    edges: instants,
  });
};

const empty: Scenario = (now, botIds) =>
  generatorSchema.parse({ seed: 'empty', bots: botIds, count: 0, from: now - 7 * dayMs, to: now });

/** Ready arguments by name. */
export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  demo,
  quiet,
  'busy-week': busyWeek,
  ties,
  edges,
  empty,
};
