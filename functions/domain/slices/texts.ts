import { type Ints, packInts } from './ints.ts';

/** Texts, put together: as many of them as single strings would take a multiple of the memory. */
export class Texts {
  readonly length: number;
  readonly #encoding: 'latin1' | 'utf16le';
  readonly #buffer: Buffer;
  readonly #ends: Ints;

  constructor(texts: readonly string[]) {
    const all = texts.join('');
    // Not UTF-8: a text may hold half of a surrogate pair, and must come out as it went in.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what Latin-1 cannot hold is meant
    this.#encoding = /[^\u0000-\u00ff]/.test(all) ? 'utf16le' : 'latin1';
    // Not from the pool that Node cuts small buffers from: a slice that is kept would keep all of its neighbours.
    this.#buffer = Buffer.allocUnsafeSlow(Buffer.byteLength(all, this.#encoding));
    this.#buffer.write(all, this.#encoding);
    let end = 0;
    this.#ends = packInts(
      texts.map(({ length }) => {
        end += this.#encoding === 'latin1' ? length : 2 * length;
        return end;
      }),
    );
    this.length = texts.length;
  }

  at(index: number): string {
    const begin = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    return this.#buffer.toString(this.#encoding, begin, this.#ends[index]);
  }

  get bytes(): number {
    return this.#buffer.byteLength + this.#ends.byteLength;
  }
}

/** Different texts, each known by its number. */
export class Dictionary {
  readonly #sorted: Texts;

  private constructor(sorted: Texts) {
    this.#sorted = sorted;
  }

  /** @returns the dictionary, and the number of each text in it */
  static of(texts: Iterable<string>): { dictionary: Dictionary; numbers: ReadonlyMap<string, number> } {
    const sorted = [...new Set(texts)].sort();
    return {
      dictionary: new Dictionary(new Texts(sorted)),
      numbers: new Map(sorted.map((text, number) => [text, number])),
    };
  }

  /** The number of a text; undefined where it is not in the dictionary. */
  numberOf(text: string): number | undefined {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted.at(middle) < text) low = middle + 1;
      else high = middle;
    }
    return low < this.#sorted.length && this.#sorted.at(low) === text ? low : undefined;
  }

  get bytes(): number {
    return this.#sorted.bytes;
  }
}
