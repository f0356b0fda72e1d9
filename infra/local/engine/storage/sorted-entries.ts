import { PackedTexts } from './packed-texts.ts';
import type { KeyRange } from './storage.ts';

/** Entries that lie next to each other; keys and values have the same places. */
interface Chunk {
  keys: string[];
  values: PackedTexts;
}

const largest = 512;
const smallest = largest / 4;
/** Bytes: what is added to a chunk may move all that is in it. */
const largestBytes = 1024 * 1024;

/** Texts under keys in order. What is removed is given back: chunks that become small are joined. */
export class SortedEntries {
  readonly #chunks: Chunk[] = [{ keys: [], values: new PackedTexts() }];

  get(key: string): string | undefined {
    const chunk = this.#chunks[this.#chunkOf(key)];
    if (!chunk) return undefined;
    const place = placeOf(chunk.keys, key);
    return chunk.keys[place] === key ? chunk.values.at(place) : undefined;
  }

  set(key: string, value: string): void {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    if (!chunk) return;
    const { keys, values } = chunk;
    const place = placeOf(keys, key);
    if (keys[place] === key) values.replace(place, value);
    else {
      keys.splice(place, 0, flat(key));
      values.insert(place, value);
    }
    if (keys.length <= largest && (values.size <= largestBytes || keys.length === 1)) return;
    const half = keys.length >> 1;
    this.#chunks.splice(index + 1, 0, { keys: keys.splice(half), values: values.splitAt(half) });
  }

  delete(key: string): void {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    if (!chunk) return;
    const place = placeOf(chunk.keys, key);
    if (chunk.keys[place] !== key) return;
    chunk.keys.splice(place, 1);
    chunk.values.remove(place);
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
        const key = chunk.keys[place] ?? '';
        if (reverse ? key < from : key >= to) return;
        yield [key, chunk.values.at(place)];
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
    if (first.values.size + second.values.size > largestBytes) return;
    first.values.append(second.values);
    // A new array: the old one keeps the room that it once needed.
    this.#chunks.splice(left, 2, { keys: [...first.keys, ...second.keys], values: first.values });
  }
}

/** The key as a text of its own, of a byte each: as it was put together it may hold on to its parts. */
const flat = (key: string): string => Buffer.from(key, 'latin1').toString('latin1');

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
