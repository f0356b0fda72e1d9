import type { Ints } from './ints.ts';
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
  /** Made when a text is first looked for, which few dictionaries are asked to do. */
  #places: Ints | undefined;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  /** The number of a text; undefined where it is not in the dictionary. */
  numberOf({ text, hash }: HashedText): number | undefined {
    this.#places ??= placesOf(this.#texts);
    const { length } = this.#places;
    if (length === 0) return undefined;
    for (let place = hash % length; ; place = (place + 1) % length) {
      const number = (this.#places[place] ?? 0) - 1;
      if (number < 0) return undefined;
      if (this.#texts.at(number) === text) return number;
    }
  }

  /** How many texts it holds. */
  get length(): number {
    return this.#texts.length;
  }

  /** What it takes once a text has been looked for. */
  get bytes(): number {
    const { length, bytes } = this.#texts;
    return bytes + placeCount(length) * placeArray(length).BYTES_PER_ELEMENT;
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

  build(): Dictionary {
    return new Dictionary(this.#texts.build());
  }
}

const placeCount = (texts: number): number => Math.ceil(texts * placesPerText);

/** In as few bytes as the number of the last text needs, plus one. */
function placeArray(texts: number): typeof Uint8Array | typeof Uint16Array | typeof Uint32Array {
  if (texts > 0xffff) return Uint32Array;
  return texts > 0xff ? Uint16Array : Uint8Array;
}

function placesOf(texts: Texts): Ints {
  const length = placeCount(texts.length);
  const places = new (placeArray(texts.length))(length);
  for (let number = 0; number < texts.length; number++) {
    let place = hashOf(texts.at(number)) % length;
    while (places[place]) place = (place + 1) % length;
    places[place] = number + 1;
  }
  return places;
}
