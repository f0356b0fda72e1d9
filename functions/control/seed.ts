import { generateSessions } from '../domain/generator/generate.ts';
import { type GroundTruth, TruthTally } from '../domain/generator/truth.ts';
import { rejectedCount } from '../domain/rows/findings.ts';
import { importRows } from '../domain/rows/import-rows.ts';
import { type FoundRow, ImportFormatError, readRows } from '../domain/rows/read-file.ts';
import type { Session } from '../domain/session.ts';
import type { FirstData } from '../store/accounts/accounts.ts';
import { recordBatches } from '../store/sessions/session-item.ts';
import type { Store } from '../store/store.ts';
import { type GenerationContext, readGeneration } from './generation.ts';
import { invalidField, Problem } from './problem.ts';

/** What an account begins with. */
export interface Seed {
  sessions: Session[];
  truth: GroundTruth;
}

/**
 * Reads a seed: the name of a scenario, generator arguments, or sessions in the forms of JSON that an import takes.
 *
 * @param text of the input as it was sent, which rows are kept of; absent: as `JSON.stringify` writes it
 * @throws Problem that names the fields that are wrong, or the rows
 */
export function readSeed(input: unknown, context: GenerationContext, text = JSON.stringify(input)): Seed {
  if (holdsRows(input)) return ofRows(rowsOf(text), context);
  const generation = readGeneration(typeof input === 'string' ? { scenario: input } : input, context, [
    'seed',
  ]);
  if (generation.offset > 0 || generation.end < generation.total) {
    throw invalidField('seed.limit', 'is not for seeds: they are made whole');
  }
  return generateSessions(generation.args);
}

/**
 * Whether a seed holds sessions, and no arguments of the generator.
 *
 * @throws Problem where it only looks so
 */
function holdsRows(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  if ('sessions' in input && !('sessionId' in input) && !Array.isArray(input.sessions)) {
    throw invalidField('seed.sessions', 'must be an array of sessions');
  }
  return Array.isArray(input) || ['sessions', 'sessionId', 'errors'].some((name) => name in input);
}

function rowsOf(text: string): FoundRow[] {
  try {
    return [...readRows(text)];
  } catch (error) {
    if (!(error instanceof ImportFormatError)) throw error;
    throw new Problem(400, 'invalid_request', `Not valid: seed. ${error.message}`, [
      { field: 'seed', message: error.message },
    ]);
  }
}

function ofRows(rows: readonly FoundRow[], { botIds, now }: GenerationContext): Seed {
  const { sessions, rejected } = importRows(rows, { knowsBot: (botId) => botIds.includes(botId) });
  if (rejected.length > 0) {
    const errors = rejected.map(({ index, reason }) => ({ field: `seed.${index}`, message: reason }));
    throw new Problem(
      400,
      'invalid_request',
      `Not valid: ${rejectedCount(rejected)} sessions of the seed, the first at ${errors[0]?.field}.`,
      errors.slice(0, 50),
    );
  }
  const byId = new Map(sessions.map((session) => [session.sessionId, session]));
  const tally = new TruthTally(now, botIds);
  for (const session of byId.values()) tally.add(session);
  return { sessions: [...byId.values()], truth: tally.truth() };
}

/**
 * Writes a seed as what an account begins with, and goes back to. Ids must differ from each other.
 *
 * @param onSettled told whether the index shows all of it
 */
export const seedWriter = (
  store: Store,
  { sessions }: { sessions: Iterable<Session> | AsyncIterable<Session> },
  onSettled: (settled: boolean) => void = () => {},
): FirstData => ({
  fill: async (layer) => {
    const filled = await store.sessions.fill(layer, recordBatches(sessions));
    onSettled(filled.settled);
    return filled;
  },
});
