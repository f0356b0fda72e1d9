import { type Ints, intsBytes, toInts } from './ints.ts';
import { Memory } from './memory.ts';
import { type Texts, TextsBuilder } from './texts.ts';

/*
 * A hash table with open addressing: each place holds the number of a text plus one, 0 for none, and a text
 * that finds its place taken goes to the next free one.
 */

const placesPerText = 1.5;

/** A text that is looked for in many dictionaries: hashed once. */
export interface HashedText {
  text: string;
  hash: number;
}

export const hashed = (text: string): HashedText => ({ text, hash: hashOf(text) });

/** FNV-1a, of UTF-16 code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193);
  }
  // Its low bits alone differ too little.
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Different texts, each known by its number. */
export class Dictionary {
  readonly #texts: Texts;
  readonly #places: Ints;

  constructor(texts: Texts, places: Ints) {
    this.#texts = texts;
    this.#places = places;
  }

  /** The number of a text; undefined where it is not in the dictionary. */
  numberOf({ text, hash }: HashedText): number | undefined {
    const { length } = this.#places;
    if (length === 0) return undefined;
    for (let place = hash % length; ; place = (place + 1) % length) {
      const number = (this.#places[place] ?? 0) - 1;
      if (number < 0) return undefined;
      if (this.#texts.at(number) === text) return number;
    }
  }

  /** The text of a number. */
  at(number: number): string {
    return this.#texts.at(number);
  }

  /** How many texts it holds. */
  get length(): number {
    return this.#texts.length;
  }

  get bytes(): number {
    return this.#texts.bytes + this.#places.byteLength;
  }
}

/** Different texts as they arrive. */
export class DictionaryBuilder {
  readonly #texts = new TextsBuilder();
  readonly #numbers = new Map<string, number>();

  /** @returns the text's number */
  add(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    this.#texts.add(text);
    return number;
  }

  /** What the dictionary takes of a piece of memory. */
  get bytes(): number {
    return this.#texts.bytes + intsBytes(this.#places, this.#numbers.size);
  }

  build(memory = new Memory(this.bytes)): Dictionary {
    const length = this.#places;
    const places = new Uint32Array(length);
    for (const [text, number] of this.#numbers) {
      let place = hashOf(text) % length;
      while (places[place]) place = (place + 1) % length;
      places[place] = number + 1;
    }
    const texts = this.#texts.build(memory);
    return new Dictionary(texts, toInts(places, texts.length, memory));
  }

  get #places(): number {
    return Math.ceil(this.#numbers.size * placesPerText);
  }
}
