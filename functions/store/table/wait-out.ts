import type { Time } from '../../domain/time.ts';
import { ThrottledError } from '../errors.ts';
import type { Pace } from './pace.ts';
import { isThrottling, limitOf } from './throttling.ts';

const [firstPauseMs, longestPauseMs] = [25, 400];

/** How long somebody waits who says nothing else: a part of the time that a function has. */
const usualPatienceMs = 8_000;

/** How long a call that is throttled is tried again, with pauses between: each call that is made at the same time has its own. */
export class Patience {
  readonly #time: Time;
  readonly #until: number;
  #pausesLeftMs: number;
  #pauseMs = firstPauseMs;

  /** @param until by the clock that is never set, ms; left out, some seconds from now */
  constructor(time: Time, until = time.monotonic() + usualPatienceMs) {
    this.#time = time;
    this.#until = until;
    this.#pausesLeftMs = until - time.monotonic();
  }

  get leftMs(): number {
    return Math.max(0, Math.min(this.#until - this.#time.monotonic(), this.#pausesLeftMs));
  }

  get isOver(): boolean {
    return this.leftMs === 0;
  }

  /** Something came through: it is worth trying soon again. */
  renew(): void {
    this.#pauseMs = firstPauseMs;
  }

  /** Waits, longer each time; never at the same times as others who wait. */
  async pause(signal?: AbortSignal): Promise<void> {
    const ms = Math.min(this.leftMs, this.#pauseMs * (0.5 + Math.random() / 2));
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
    this.waited(ms);
    await this.#time.sleep(ms, signal);
  }

  /** Takes what was waited elsewhere. */
  waited(ms: number): void {
    this.#pausesLeftMs -= ms;
  }
}

/**
 * Makes a call again for as long as it is throttled.
 *
 * @throws what the call throws; where it is throttled, once the patience is over
 */
export async function waitOut<T>(patience: Patience, call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isThrottling(error) || patience.isOver) throw error;
      await patience.pause();
    }
  }
}

export interface BatchOptions {
  patience: Patience;
  /** Left out: as fast as it comes, and what is refused as a whole is not tried again. */
  pace?: Pace;
  signal?: AbortSignal | undefined;
}

/**
 * Does a batch until nothing is left of it. One that is refused as a whole counts as one of which nothing was done.
 *
 * @param attempt does what it can and returns the rest
 * @throws ThrottledError once the patience is over
 */
export async function waitOutBatch<T>(
  work: readonly T[],
  { patience, pace, signal }: BatchOptions,
  attempt: (work: readonly T[]) => Promise<readonly T[]>,
): Promise<void> {
  let left = work;
  let limit: string | undefined;
  while (left.length > 0) {
    if (pace) patience.waited(await pace.turn(left.length, patience.leftMs, signal));
    const asked = left;
    left = await attempt(asked).catch((error: unknown) => {
      if (!pace || !isThrottling(error)) throw error;
      limit = limitOf(error) ?? limit;
      return asked;
    });
    pace?.report(asked.length, asked.length - left.length);
    if (left.length === 0) return;
    if (patience.isOver) throw new ThrottledError(left.length, limit);
    if (left.length < asked.length) patience.renew();
    else await patience.pause(signal);
  }
}
