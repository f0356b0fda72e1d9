import { systemTime, type Time } from './time.ts';

/** How long one piece of work may hold all others up. */
const longestTurnMs = 10;

/** Does work that may be interrupted without interrupting it. */
export function inOneGo<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * Does work that may be interrupted, and lets others have their turn where it takes long.
 *
 * @returns what it comes to, at once where it is quick
 */
export function inTurns<T>(
  work: Generator<undefined, T>,
  time: Pick<Time, 'monotonic' | 'sleep'> = systemTime,
): T | Promise<T> {
  const until = time.monotonic() + longestTurnMs;
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value;
    if (time.monotonic() >= until) return time.sleep(0).then(() => inTurns(work, time));
  }
}
