import type { Cancel, Time } from '../../functions/domain/time.ts';

interface Waiting {
  at: number;
  order: number;
  call: () => void;
}

/** A time that stands still until it is moved on, for tests that must not wait. */
export class ManualTime implements Time {
  #now: number;
  #elapsed = 0;
  #order = 0;
  readonly #waiting = new Set<Waiting>();

  /** @param now Unix ms that it begins at */
  constructor(now = Date.parse('2025-03-10T12:00:00.000Z')) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly monotonic = (): number => this.#elapsed;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const cancel = this.after(ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(signal.reason);
      });
    });

  readonly after = (ms: number, call: () => void): Cancel => {
    const waiting = { at: this.#elapsed + Math.max(0, ms), order: this.#order++, call };
    this.#waiting.add(waiting);
    return () => void this.#waiting.delete(waiting);
  };

  readonly every = (ms: number, call: () => void): Cancel => {
    let cancel: Cancel = () => undefined;
    const again = (): void => {
      cancel = this.after(ms, () => {
        again();
        call();
      });
    };
    again();
    return () => cancel();
  };

  /** How many sleep or wait to be called. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Sets the clock without any time passing, as an operator does. */
  set(now: number): void {
    this.#now = now;
  }

  /** Lets so many ms pass, waking who waits in the order of their instants, each at its own. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#waiting.delete(next);
      this.#moveTo(next.at);
      next.call();
      await turn();
    }
    this.#moveTo(end);
    await turn();
  }

  #next(end: number): Waiting | undefined {
    return [...this.#waiting]
      .filter(({ at }) => at <= end)
      .sort((a, b) => a.at - b.at || a.order - b.order)[0];
  }

  #moveTo(elapsed: number): void {
    this.#now += Math.max(0, elapsed - this.#elapsed);
    this.#elapsed = Math.max(this.#elapsed, elapsed);
  }
}

/** Lets everything run that waits for nothing but its turn. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * A time in which no wait takes any: clocks are the machine's, sleeps end at once, timers never call.
 *
 * @param sleep what comes in the place of sleeping
 */
export const hurriedTime = (
  now: () => number = Date.now,
  sleep: (ms: number) => Promise<void> = turn,
): Time => ({
  now,
  monotonic: () => performance.now(),
  sleep,
  after: () => () => undefined,
  every: () => () => undefined,
});

/**
 * A time that passes in waits alone: who sleeps wakes at once, and it is that much later. So what waits for long ends,
 * and a machine that is slow changes nothing. Timers never call.
 */
export function skippedTime(now: () => number = Date.now): Time {
  let elapsed = 0;
  return {
    ...hurriedTime(now, async (ms) => {
      const wakesAt = elapsed + ms;
      await turn();
      elapsed = Math.max(elapsed, wakesAt);
    }),
    monotonic: () => elapsed,
  };
}
