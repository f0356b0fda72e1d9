import type { Time } from '../../domain/time.ts';

/** How much a piece of tidying up may do before it leaves the rest for later. */
export class Budget {
  #items: number;
  readonly #time: Time;
  readonly #until: number;

  constructor(limits: { items: number; ms: number }, time: Time) {
    this.#items = limits.items;
    this.#time = time;
    this.#until = time.monotonic() + limits.ms;
  }

  /** How many items are left, at most `atOnce`. */
  part(atOnce: number): number {
    return Math.max(1, Math.min(atOnce, this.#items));
  }

  get spent(): boolean {
    return this.#items <= 0 || this.#time.monotonic() >= this.#until;
  }

  spend(items: number): void {
    this.#items -= items;
  }
}
