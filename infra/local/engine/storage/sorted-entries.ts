import type { KeyRange } from './storage.ts';

/** Entries that lie next to each other; keys and values have the same places. */
interface Chunk {
  keys: string[];
  values: string[];
}

const largest = 512;
const smallest = largest / 4;

/** Texts under keys in order. What is removed is given back: chunks that become small are joined. */
export class SortedEntries {
  readonly #chunks: Chunk[] = [{ keys: [], values: [] }];

  get(key: string): string | undefined {
    const chunk = this.#chunks[this.#chunkOf(key)];
    if (!chunk) return undefined;
    const place = placeOf(chunk.keys, key);
    return chunk.keys[place] === key ? chunk.values[place] : undefined;
  }

  set(key: string, value: string): void {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    if (!chunk) return;
    const place = placeOf(chunk.keys, key);
    const isNew = chunk.keys[place] !== key;
    chunk.keys.splice(place, isNew ? 0 : 1, key);
    chunk.values.splice(place, isNew ? 0 : 1, value);
    if (chunk.keys.length <= largest) return;
    const half = chunk.keys.length / 2;
    this.#chunks.splice(index + 1, 0, { keys: chunk.keys.splice(half), values: chunk.values.splice(half) });
  }

  delete(key: string): void {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    if (!chunk) return;
    const place = placeOf(chunk.keys, key);
    if (chunk.keys[place] !== key) return;
    chunk.keys.splice(place, 1);
    chunk.values.splice(place, 1);
    if (chunk.keys.length < smallest) this.#join(index);
  }

  *entries({ from, to, reverse = false }: KeyRange): Generator<[key: string, value: string]> {
    const step = reverse ? -1 : 1;
    let index = this.#chunkOf(reverse ? to : from);
    let chunk = this.#chunks[index];
    let place = chunk ? placeOf(chunk.keys, reverse ? to : from) : 0;
    if (reverse) place--;
    while (chunk) {
      for (; place >= 0 && place < chunk.keys.length; place += step) {
        const [key = '', value = ''] = [chunk.keys[place], chunk.values[place]];
        if (reverse ? key < from : key >= to) return;
        yield [key, value];
      }
      index += step;
      chunk = this.#chunks[index];
      place = reverse && chunk ? chunk.keys.length - 1 : 0;
    }
  }

  /** The chunk that has the key or would take it: the last one that begins before it. */
  #chunkOf(key: string): number {
    let [low, high] = [0, this.#chunks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const first = this.#chunks[middle]?.keys[0];
      if (first !== undefined && first <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Joins a chunk with a neighbour that has room for it. */
  #join(index: number): void {
    const [left, right] = index > 0 ? [index - 1, index] : [index, index + 1];
    const [first, second] = [this.#chunks[left], this.#chunks[right]];
    if (!first || !second || first.keys.length + second.keys.length > largest) return;
    // New arrays: the old ones keep the room that they once needed.
    const joined = { keys: [...first.keys, ...second.keys], values: [...first.values, ...second.values] };
    this.#chunks.splice(left, 2, joined);
  }
}

/** The first place whose key is not before this one. */
function placeOf(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
