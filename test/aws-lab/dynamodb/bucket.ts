import type { Time } from '../../../functions/domain/time.ts';

/** So many units a second, and those of one second that were not used; what is taken too much is owed. */
export class Bucket {
  readonly #rate: number;
  readonly #time: Time;
  #level: number;
  #at: number;

  constructor(rate: number, time: Time) {
    this.#rate = rate;
    this.#time = time;
    this.#level = rate;
    this.#at = time.monotonic();
  }

  get hasAny(): boolean {
    const now = this.#time.monotonic();
    this.#level = Math.min(this.#rate, this.#level + ((now - this.#at) / 1000) * this.#rate);
    this.#at = now;
    return this.#level > 0;
  }

  take(units: number): void {
    this.#level -= units;
  }
}
