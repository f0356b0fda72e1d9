import type { Random } from './random.ts';

/** How often each of some values is drawn, relative to the others. */
export type Weights<K extends string = string> = Readonly<Record<K, number>>;

/** Draws values by weight; one weight must be over 0. */
export class WeightedChoice<T> {
  readonly #values: T[] = [];
  readonly #upTo: number[] = [];
  #total = 0;

  constructor(entries: Iterable<readonly [value: T, weight: number]>) {
    for (const [value, weight] of entries) {
      if (weight <= 0) continue;
      this.#total += weight;
      this.#values.push(value);
      this.#upTo.push(this.#total);
    }
  }

  /** Draws keys. Their order does not matter: JSON members have none, and stores may change it. */
  static of<K extends string>(weights: Weights<K>): WeightedChoice<K> {
    const entries = Object.entries(weights) as [K, number][];
    return new WeightedChoice(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
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
