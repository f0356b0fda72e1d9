import type { Time } from '../../domain/time.ts';

/** What the pace grows by with each batch that came through, and what is left of it where one did not, items a second. */
const growth = 10;
const shrinkTo = 0.7;
const slowest = 25;

/** Batches that were under way together are refused for one reason: the pace shrinks once for them. */
const oneRefusalMs = 150;
const measuredMs = 1_000;

/**
 * How fast batches are written, over all of a process: as fast as they come, until DynamoDB refuses some; from then on
 * a little less than what came through, and slowly more again (additive increase, multiplicative decrease).
 */
export class Pace {
  readonly #time: Time;
  #perSecond = Number.POSITIVE_INFINITY;
  #nextAt = 0;
  #shrunkAt = Number.NEGATIVE_INFINITY;
  #passed: { at: number; items: number }[] = [];

  constructor(time: Time) {
    this.#time = time;
  }

  /**
   * Waits until so many items may be asked for, at most so many ms.
   *
   * @returns for how long it has waited
   */
  async turn(items: number, mostMs: number, signal?: AbortSignal): Promise<number> {
    const now = this.#time.monotonic();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + (items / this.#perSecond) * 1000;
    const waitMs = Math.min(mostMs, at - now);
    if (waitMs > 0) await this.#time.sleep(waitMs, signal);
    return waitMs;
  }

  /** Takes what became of a batch. */
  report(asked: number, done: number): void {
    const now = this.#time.monotonic();
    this.#passed.push({ at: now, items: done });
    this.#passed = this.#passed.filter(({ at }) => at > now - measuredMs);
    if (done === asked) this.#perSecond += growth;
    else if (now - this.#shrunkAt > oneRefusalMs) this.#shrink(now);
  }

  #shrink(now: number): void {
    const first = this.#passed[0]?.at ?? now;
    const seconds = Math.max(oneRefusalMs, now - first) / 1000;
    const passed = this.#passed.reduce((sum, { items }) => sum + items, 0) / seconds;
    this.#perSecond = Math.max(slowest, shrinkTo * Math.min(this.#perSecond, passed));
    this.#shrunkAt = now;
    this.#nextAt = Math.max(this.#nextAt, now + (slowest / this.#perSecond) * 1000);
  }
}
