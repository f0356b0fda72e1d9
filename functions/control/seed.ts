import type { GeneratorArguments } from '../domain/generator/arguments.ts';
import { generate, generateSessions } from '../domain/generator/generate.ts';
import { type GroundTruth, TruthTally } from '../domain/generator/truth.ts';
import { rejectedCount } from '../domain/rows/findings.ts';
import { importRows } from '../domain/rows/import-rows.ts';
import { type FoundRow, ImportFormatError, readRows } from '../domain/rows/read-file.ts';
import type { Session } from '../domain/session.ts';
import type { FirstData } from '../store/accounts/accounts.ts';
import type { OriginData } from '../store/data-sets/origin.ts';
import { toSessionRecord } from '../store/sessions/session-item.ts';
import type { SessionRecord } from '../store/sessions/session-record.ts';
import type { Store } from '../store/store.ts';
import { type GenerationContext, readGeneration } from './generation.ts';
import { invalidField, Problem } from './problem.ts';

const batchSize = 400;
/** An item of the table holds 400 KB. */
const mostArgumentBytes = 300_000;

/** What an account begins with. */
export interface Seed {
  /** What makes the sessions; absent where they were given one by one. */
  args?: GeneratorArguments;
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
  if (Buffer.byteLength(JSON.stringify(generation.args)) > mostArgumentBytes) {
    throw invalidField('seed', `must be at most ${mostArgumentBytes} bytes of arguments`);
  }
  return { args: generation.args, ...generateSessions(generation.args) };
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
 * Writes a seed as an account's first data, with a copy for resets where it cannot be made again. Ids must differ
 * from each other.
 *
 * @param now Unix ms of the machine's clock
 */
export function seedWriter(
  store: Store,
  { args, sessions }: Pick<Seed, 'args' | 'sessions'>,
  now: number,
  onSettled: (settled: boolean) => void = () => {},
): FirstData {
  return async (life) => {
    const { accountId, born } = life;
    const settled = await store.sessions.fill({ accountId, epoch: born }, recordBatches(sessions));
    onSettled(settled);
    if (args) return { origin: { kind: 'generator', args }, settled };
    const archive = born + 1;
    await store.dataSets.note(life, 'archive', archive, now);
    const { chunks } = await store.archives.write({ accountId, epoch: archive }, recordBatches(sessions));
    return { origin: { kind: 'archive', archive, chunks }, lastEpoch: archive, settled };
  };
}

/** The sessions that an account began with. */
export function originRecords(
  store: Store,
  accountId: string,
  data: OriginData,
): AsyncIterable<readonly SessionRecord[]> | Iterable<readonly SessionRecord[]> {
  if (data === null) return [];
  return data.kind === 'archive' ? store.archives.read(accountId, data) : recordBatches(generate(data.args));
}

function* recordBatches(sessions: Iterable<Session>): Generator<SessionRecord[]> {
  let batch: SessionRecord[] = [];
  for (const session of sessions) {
    batch.push(toSessionRecord(session));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
