import type { Random } from './random.ts';

/** How often each of some values is drawn, relative to the others; a value that is absent has none. */
export type Weights<K extends string = string> = Readonly<Partial<Record<K, number>>>;

/** Draws values by weight. The order in which they are given does not matter; one weight must be over 0. */
export class WeightedChoice<T> {
  readonly #values: T[] = [];
  readonly #upTo: number[] = [];
  #total = 0;

  constructor(entries: Iterable<readonly [key: string, weight: number, value: T]>) {
    // JSON members have no order, and stores that keep arguments may change it.
    const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    for (const [, weight, value] of sorted) {
      if (weight <= 0) continue;
      this.#total += weight;
      this.#values.push(value);
      this.#upTo.push(this.#total);
    }
  }

  static of<K extends string>(weights: Weights<K>): WeightedChoice<K> {
    const entries = Object.entries(weights) as [K, number | undefined][];
    return new WeightedChoice(entries.map(([key, weight = 0]) => [key, weight, key]));
  }

  /** The values that can be drawn. */
  get values(): readonly T[] {
    return this.#values;
  }

  draw(random: Random): T {
    const point = random.unit() * this.#total;
    let index = 0;
    while (index < this.#upTo.length - 1 && point >= (this.#upTo[index] ?? 0)) index += 1;
    return this.#values[index] as T;
  }
}
