import type { Time } from '../../../functions/domain/time.ts';
import { type Schedule, scheduleOf } from '../lambda/processor-wait.ts';

const stepMs = 1;

/** However busy the machine is, a pause ends after so many times its length. */
const mostTimes = 100;

/**
 * Lets some time pass in which processes had a processor whenever they wanted one: what they wait for one, because
 * the machine has other work, does not count. Where the machine does not tell, all time counts.
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
    const counted = pids.map((pid, index) => countedOf(elapsed, before[index], look(pid)));
    if (Math.min(...counted) >= ms || elapsed >= ms * mostTimes) return;
  }
}

/** How much of the time a process could have used: it slept, or ran. One that wants a processor now may be waiting. */
function countedOf(elapsed: number, before: Schedule | undefined, now: Schedule | undefined): number {
  if (!before || !now) return elapsed;
  return now.wants ? now.ran - before.ran : elapsed - (now.waited - before.waited);
}
