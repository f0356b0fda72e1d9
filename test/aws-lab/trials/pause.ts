import type { Time } from '../../../functions/domain/time.ts';
import { type Schedule, scheduleOf } from '../lambda/processor-wait.ts';

const stepMs = 1;

/** However busy the machine is, a pause ends after so many times its length. */
const mostTimes = 100;

/**
 * Lets some time pass in which processes had a processor whenever they wanted one: what they wait for one, because
 * the machine has other work, does not count, of each of them, as one may be waiting for another. Where the machine does
 * not tell, all time counts.
 *
 * @param pids of the processes, this one among them
 */
export async function pauseOf(
  ms: number,
  pids: readonly number[],
  time: Time,
  look: (pid: number) => Schedule | undefined = scheduleOf,
): Promise<void> {
  const began = time.monotonic();
  const before = pids.map(look);
  for (;;) {
    await time.sleep(stepMs);
    const elapsed = time.monotonic() - began;
    const waited = pids.map((pid, index) => waitedOf(elapsed, before[index], look(pid)));
    const counted = elapsed - waited.reduce((sum, each) => sum + each, 0);
    if (counted >= ms || elapsed >= ms * mostTimes) return;
  }
}

/** For how much of the time a process has waited for a processor. One that wants one now may be waiting. */
function waitedOf(elapsed: number, before: Schedule | undefined, now: Schedule | undefined): number {
  if (!before || !now) return 0;
  return now.wants ? elapsed - (now.ran - before.ran) : now.waited - before.waited;
}
