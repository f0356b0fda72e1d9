import { tableName } from './instances.ts';
import {
  type Command,
  type Interceptor,
  isBatchGet,
  isBatchWrite,
  type Output,
  type Send,
} from './intercept.ts';

/** Numbers from 0 up to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    // Mulberry32.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lets others go on for so many turns of the event loop. */
async function wait(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A failure as the SDK throws it once it has repeated a call as often as it does. */
export function throttled(): Error {
  return Object.assign(new Error('Rate exceeded'), {
    name: 'ThrottlingException',
    $fault: 'client',
    $metadata: {},
  });
}

// Fewer than the store asks for what a batch has left, so that no batch fails for that alone.
const mostUnprocessedInARow = 4;

// How many of the batches are done in part. Many would slow the pace of writes, which does not rise again where waits
// take no time.
const [partOfReads, partOfWrites] = [0.2, 0.02];

/**
 * What a network and DynamoDB do to calls that come to their end all the same: they take their time before and
 * after, so that calls overtake each other; their answers get lost and the SDK repeats them; batches are done
 * in part.
 *
 * @param longest for how many turns of the event loop a call is held up now and then
 */
export function disturbed(random: () => number, longest: number): Interceptor {
  let unprocessed = 0;
  const holdUp = (): Promise<void> => wait(Math.floor(random() * (random() < 0.15 ? longest : 4)));
  const sendPart = async (command: Command, send: Send): Promise<Output> => {
    const isBatch = isBatchGet(command) || isBatchWrite(command);
    const share = isBatchWrite(command) ? partOfWrites : partOfReads;
    if (isBatch && random() < share && unprocessed < mostUnprocessedInARow) {
      unprocessed++;
      return partly(command, send, random);
    }
    if (isBatch) unprocessed = 0;
    return send(command);
  };
  return async (command, send) => {
    await holdUp();
    if (random() < 0.1 && !isBatchGet(command)) {
      // Done, and repeated because nobody heard of it.
      await send(command).catch(() => undefined);
      await holdUp();
    }
    const output = await sendPart(command, send);
    await holdUp();
    return output;
  };
}

/** Does a part of a batch, none of it perhaps, and hands the rest back. */
async function partly(command: Command, send: Send, random: () => number): Promise<Output> {
  const requested = (command.input['RequestItems'] as Record<string, unknown>)[tableName];
  const isWrite = Array.isArray(requested);
  const all: unknown[] = isWrite ? requested : (requested as { Keys: unknown[] }).Keys;
  const requestOf = (some: unknown[]) => ({
    [tableName]: isWrite ? some : { ...(requested as object), Keys: some },
  });
  const count = Math.floor(random() * all.length);
  const left = { [isWrite ? 'UnprocessedItems' : 'UnprocessedKeys']: requestOf(all.slice(count)) };
  if (count === 0) return left;
  Object.assign(command.input, { RequestItems: requestOf(all.slice(0, count)) });
  return { ...(await send(command)), ...left };
}
