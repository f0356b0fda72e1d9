import type { Time } from '../../functions/domain/time.ts';

const minuteMs = 60_000;

/** As many requests a minute as are sent unless somebody says otherwise: the vendor allows 60 (documented). */
export const usualPerMinute = 50;
/** The most that may be asked for. */
export const mostPerMinute = 59;

/** Lets requests go one by one, evenly, so that no 60 seconds hold more of them than were allowed. */
export class Pace {
  readonly #time: Pick<Time, 'monotonic' | 'sleep'>;
  readonly #signal: AbortSignal | undefined;
  readonly #intervalMs: number;
  #next = Number.NEGATIVE_INFINITY;

  constructor(time: Pick<Time, 'monotonic' | 'sleep'>, perMinute: number, signal?: AbortSignal) {
    this.#time = time;
    this.#signal = signal;
    this.#intervalMs = minuteMs / perMinute;
  }

  /** How long so many requests take, ms. */
  estimateMs(requests: number): number {
    return requests * this.#intervalMs;
  }

  /** Resolves when the next request may go; rejects where the signal aborts first. */
  async turn(): Promise<void> {
    this.#signal?.throwIfAborted();
    const now = this.#time.monotonic();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#intervalMs;
    if (at > now) await this.#time.sleep(at - now, this.#signal);
  }

  /** Waits until a limit that somebody else has used up lets requests through again. */
  async waitOut(): Promise<void> {
    await this.#time.sleep(minuteMs + 1000, this.#signal);
    this.#next = this.#time.monotonic();
  }
}
