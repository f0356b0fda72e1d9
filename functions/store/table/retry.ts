import type { Time } from '../../domain/time.ts';
import { UnprocessedError } from '../errors.ts';

const attempts = 8;
const firstDelayMs = 20;

/**
 * Calls `attempt` with what is still to do until nothing is left: a batch call may leave some of its work
 * undone without failing (AWS: BatchGetItem, BatchWriteItem). Waits twice as long each time nothing was done.
 *
 * @param attempt does what it can and returns the rest
 * @throws UnprocessedError when nothing was done several times in a row
 */
export async function retryUnprocessed<T>(
  work: readonly T[],
  time: Time,
  attempt: (work: readonly T[]) => Promise<readonly T[]>,
): Promise<void> {
  let left = work;
  for (let tries = 0; left.length > 0; tries++) {
    if (tries === attempts)
      throw new UnprocessedError(`DynamoDB left ${left.length} items unprocessed after ${attempts} attempts`);
    if (tries > 0) await time.sleep(firstDelayMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2));
    const before = left.length;
    left = await attempt(left);
    // A part was done: what is left was too large for one call, or throttled no longer.
    if (left.length < before) tries = 0;
  }
}
