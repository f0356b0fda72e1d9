import { generate } from '../domain/generator/generate.ts';
import { type GroundTruth, TruthTally } from '../domain/generator/truth.ts';
import type { Message } from '../domain/messages/message.ts';
import { importMessages } from '../domain/messages/rows/import-messages.ts';
import { type RejectedRow, rejectedCount } from '../domain/rows/findings.ts';
import { importRows } from '../domain/rows/import-rows.ts';
import { ImportFormatError, readRows } from '../domain/rows/read-file.ts';
import { allRows, type FoundRow, isMessageRow } from '../domain/rows/row-form.ts';
import type { Session } from '../domain/session.ts';
import type { FirstData } from '../store/accounts/accounts.ts';
import { recordBatches } from '../store/sessions/session-item.ts';
import type { Store } from '../store/store.ts';
import { type Generation, type GenerationContext, readGeneration } from './generation.ts';
import { invalidField, Problem } from './problem.ts';

/** What an account begins with. */
export interface Seed {
  sessions: Iterable<Session>;
  /** How many sessions. */
  count: number;
  /** Each in place of those made of its session; made-up sessions come without any. */
  messages: Message[];
  /** What is true of the sessions, once they have been gone through. */
  truth: () => GroundTruth;
}

/**
 * Reads a seed: the name of a scenario, generator arguments, or sessions and messages in the forms of JSON that an import
 * takes, beside each other too.
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
  return ofGeneration(generation);
}

/** They are made while they are written: a large seed is never held as a whole. */
function ofGeneration({ args, total }: Generation): Seed {
  const tally = new TruthTally(
    args.to,
    args.bots.map(({ botId }) => botId),
  );
  function* made(): Generator<Session> {
    for (const session of generate(args)) {
      tally.add(session);
      yield session;
    }
  }
  return { sessions: made(), count: total, messages: [], truth: () => tally.truth() };
}

const lists = ['sessions', 'messages'] as const;

/**
 * Whether a seed holds sessions or messages, and no arguments of the generator.
 *
 * @throws Problem where it only looks so
 */
function holdsRows(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  const isRow = 'sessionId' in input || '_id' in input;
  for (const list of lists) {
    if (list in input && !isRow && !Array.isArray(Reflect.get(input, list)))
      throw invalidField(`seed.${list}`, `must be an array of ${list}`);
  }
  return Array.isArray(input) || isRow || [...lists, 'errors'].some((name) => name in input);
}

function rowsOf(text: string): FoundRow[] {
  try {
    return [...readRows(text, allRows)];
  } catch (error) {
    if (!(error instanceof ImportFormatError)) throw error;
    throw new Problem(400, 'invalid_request', `Not valid: seed. ${error.message}`, [
      { field: 'seed', message: error.message },
    ]);
  }
}

function ofRows(rows: readonly FoundRow[], { botIds, now }: GenerationContext): Seed {
  const options = { knowsBot: (botId: string): boolean => botIds.includes(botId) };
  const { sessions, rejected } = importRows(
    rows.filter((row) => !isMessageRow(row)),
    options,
  );
  const { messages, rejected: others } = importMessages(rows.filter(isMessageRow), options);
  refuse([...rejected, ...others]);
  const byId = new Map(sessions.map((session) => [session.sessionId, session]));
  const tally = new TruthTally(now, botIds);
  for (const session of byId.values()) tally.add(session);
  const messagesById = new Map(messages.map((message) => [message.messageId, message]));
  return {
    sessions: byId.values(),
    count: byId.size,
    messages: [...messagesById.values()],
    truth: () => tally.truth(),
  };
}

/** @throws Problem where rows were rejected */
function refuse(rejected: readonly RejectedRow[]): void {
  if (rejected.length === 0) return;
  const errors = rejected
    .toSorted((a, b) => a.index - b.index)
    .map(({ index, reason }) => ({ field: `seed.${index}`, message: reason }));
  throw new Problem(
    400,
    'invalid_request',
    `Not valid: ${rejectedCount(rejected)} rows of the seed, the first at ${errors[0]?.field}.`,
    errors.slice(0, 50),
  );
}

/**
 * Writes a seed as what an account begins with, and goes back to. Ids must differ from each other.
 *
 * @param onSettled told whether the index shows all of it
 */
export const seedWriter = (
  store: Store,
  {
    sessions,
    messages = [],
  }: {
    sessions: Iterable<Session> | AsyncIterable<Session>;
    messages?: Iterable<Message> | AsyncIterable<Message>;
  },
  onSettled: (settled: boolean) => void = () => {},
): FirstData => ({
  fill: async (layer) => {
    const filled = await store.sessions.fill(layer, recordBatches(sessions));
    // Loaded by those who seed alone, as what writes messages is.
    const { messageBatches } = await import('../store/messages/message-batches.ts');
    const others = await store.sessions.fill(layer, messageBatches(messages));
    const settled = filled.settled && others.settled;
    onSettled(settled);
    return { sessions: filled.sessions, settled };
  },
});
