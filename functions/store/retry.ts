import { setTimeout as sleep } from 'node:timers/promises';

const attempts = 8;
const firstDelayMs = 20;

/**
 * Calls `attempt` with what is still to do until nothing is left: a batch call may leave some of its work
 * undone without failing (AWS: BatchGetItem, BatchWriteItem). Waits twice as long each time.
 *
 * @param attempt does what it can and returns the rest
 * @throws Error when work is left after the last attempt
 */
export async function retryUnprocessed<T>(
  work: readonly T[],
  attempt: (work: readonly T[]) => Promise<readonly T[]>,
): Promise<void> {
  let left = work;
  for (let tries = 0; left.length > 0; tries++) {
    if (tries === attempts)
      throw new Error(`DynamoDB left ${left.length} items unprocessed after ${attempts} attempts`);
    if (tries > 0) await sleep(firstDelayMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2));
    left = await attempt(left);
  }
}
