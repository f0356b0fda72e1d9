import { unsettledMs } from '../../domain/session-log.ts';
import type { Time } from '../../domain/time.ts';

/**
 * Until when the index is not to be trusted to show what has just been written, Unix ms; undefined where it is
 * at once.
 *
 * @param settled whether it has shown all of it to one reader
 */
export type SettlesAt = (settled: boolean) => number | undefined;

/** @param indexLagMs how long some reads of the index may not show what others have shown */
export const settlesAtBy =
  ({ now }: Time, indexLagMs: number): SettlesAt =>
  (settled) => {
    const untrusted = settled ? indexLagMs : unsettledMs;
    return untrusted > 0 ? now() + untrusted : undefined;
  };

const delaysMs = [0, 10, 20, 50, 100, 200, 400, 800, 1600];

/**
 * Waits until the index shows what was written: it follows the table a little later (AWS: reads of a global
 * secondary index are eventually consistent).
 *
 * @param shows whether it does by now
 * @returns whether it did before the time was up, about 3 s
 */
export async function settle({ sleep }: Time, shows: () => Promise<boolean>): Promise<boolean> {
  for (const delay of delaysMs) {
    if (delay > 0) await sleep(delay);
    if (await shows()) return true;
  }
  return false;
}
