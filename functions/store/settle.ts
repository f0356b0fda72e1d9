import { setTimeout as sleep } from 'node:timers/promises';

const delaysMs = [0, 10, 20, 50, 100, 200, 400, 800, 1600];

/**
 * Waits until the index shows what was written: it follows the table a little later (AWS: reads of a global
 * secondary index are eventually consistent).
 *
 * @param shows whether it does by now
 * @returns whether it did before the time was up, about 3 s
 */
export async function settle(shows: () => Promise<boolean>): Promise<boolean> {
  for (const delay of delaysMs) {
    if (delay > 0) await sleep(delay);
    if (await shows()) return true;
  }
  return false;
}
