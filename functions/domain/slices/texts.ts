import { type Ints, IntsBuilder } from './ints.ts';
import { Memory, partBytes } from './memory.ts';

/** UTF-16 code units, a byte each where all are of Latin-1, else two, the low one first as Node's machines have them. */
export type Units = Uint8Array | Uint16Array;

const firstCapacity = 256;
const largestOfLatin1 = 0xff;

/** Texts, put together: as many of them as single strings would take a multiple of the memory. */
export class Texts {
  readonly length: number;
  readonly #buffer: Buffer;
  readonly #unitBytes: number;
  readonly #ends: Ints;

  /** @param ends for each text, where it ends among the units */
  constructor(units: Buffer, unitBytes: number, ends: Ints) {
    this.#buffer = units;
    this.#unitBytes = unitBytes;
    this.#ends = ends;
    this.length = ends.length;
  }

  at(index: number): string {
    const begin = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    const end = this.#ends[index] ?? begin;
    // Not UTF-8: a text may hold half of a surrogate pair, and must come out as it went in.
    const encoding = this.#unitBytes === 1 ? 'latin1' : 'utf16le';
    return this.#buffer.toString(encoding, begin * this.#unitBytes, end * this.#unitBytes);
  }

  get bytes(): number {
    return this.#buffer.byteLength + this.#ends.byteLength;
  }
}

/** Texts as they arrive. */
export class TextsBuilder {
  #units: Units = new Uint8Array(firstCapacity);
  /** Units of all texts. */
  #used = 0;
  readonly #ends = new IntsBuilder();

  get length(): number {
    return this.#ends.length;
  }

  add(text: string): void {
    this.write(text);
    this.keep(text.length);
  }

  /** Writes the units of a text behind those that are kept; the next text overwrites them unless `keep` is called. */
  write(text: string): void {
    const end = this.#used + text.length;
    if (end > this.#units.length) this.#grow(Math.max(end, 2 * this.#units.length));
    const [units, used] = [this.#units, this.#used];
    let seen = 0;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      seen |= unit;
      units[used + index] = unit;
    }
    if (seen <= largestOfLatin1 || units instanceof Uint16Array) return;
    this.#units = Uint16Array.from(units);
    this.write(text);
  }

  /** Makes a text of the units written last. */
  keep(length: number): void {
    this.#used += length;
    this.#ends.add(this.#used);
  }

  /** Whether the units written last are those of a text. */
  isWritten(length: number, index: number): boolean {
    const begin = index === 0 ? 0 : this.#ends.at(index - 1);
    if (this.#ends.at(index) - begin !== length) return false;
    for (let offset = 0; offset < length; offset++) {
      if (this.#units[begin + offset] !== this.#units[this.#used + offset]) return false;
    }
    return true;
  }

  /** What the texts so far take of a piece of memory. */
  get bytes(): number {
    return partBytes(this.#used * this.#units.BYTES_PER_ELEMENT) + this.#ends.bytes;
  }

  /** The texts so far. */
  build(memory = new Memory(this.bytes)): Texts {
    const units = this.#units.subarray(0, this.#used);
    return new Texts(memory.takeCopy(units), units.BYTES_PER_ELEMENT, this.#ends.build(memory));
  }

  #grow(capacity: number): void {
    const units = this.#units instanceof Uint8Array ? new Uint8Array(capacity) : new Uint16Array(capacity);
    units.set(this.#units);
    this.#units = units;
  }
}
