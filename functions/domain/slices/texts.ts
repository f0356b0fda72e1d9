import { type Ints, IntsBuilder } from './ints.ts';
import { Memory, partBytes } from './memory.ts';

/*
 * UTF-16 code units, a byte each where all are of Latin-1, else two. Not UTF-8: a text may hold half of a surrogate
 * pair, and must come out as it went in. Node's own conversions are several times as fast as a loop over units, and
 * a function that has just been started has compiled no such loop yet.
 */

const notLatin1 = /[^\0-\xff]/;

/** So many texts are put together at a time, so that they need not all be kept as they are. */
const perPart = 1_024;

/** Texts, put together: as many of them as single strings would take a multiple of the memory. */
export class Texts {
  readonly length: number;
  readonly #units: Buffer;
  readonly #unitBytes: number;
  readonly #ends: Ints;

  /** @param ends for each text, where it ends among the units */
  constructor(units: Buffer, unitBytes: number, ends: Ints) {
    this.#units = units;
    this.#unitBytes = unitBytes;
    this.#ends = ends;
    this.length = ends.length;
  }

  at(index: number): string {
    const begin = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    const end = this.#ends[index] ?? begin;
    const encoding = this.#unitBytes === 1 ? 'latin1' : 'utf16le';
    return this.#units.toString(encoding, begin * this.#unitBytes, end * this.#unitBytes);
  }

  get bytes(): number {
    return this.#units.byteLength + this.#ends.byteLength;
  }
}

/** Texts as they arrive. */
export class TextsBuilder {
  /** Put together already. */
  readonly #parts: string[] = [];
  #last: string[] = [];
  /** Units of all texts. */
  #used = 0;
  #isLatin1 = true;
  readonly #ends = new IntsBuilder();

  get length(): number {
    return this.#ends.length;
  }

  add(text: string): void {
    this.#last.push(text);
    this.#used += text.length;
    this.#ends.add(this.#used);
    if (this.#last.length === perPart) this.#endPart();
  }

  /** What the texts so far take of a piece of memory. */
  get bytes(): number {
    this.#endPart();
    return partBytes(this.#used * this.#unitBytes) + this.#ends.bytes;
  }

  /** The texts so far. */
  build(memory = new Memory(this.bytes)): Texts {
    this.#endPart();
    const units = memory.takeBytes(this.#used * this.#unitBytes);
    let at = 0;
    for (const part of this.#parts) at += units.write(part, at, this.#isLatin1 ? 'latin1' : 'utf16le');
    return new Texts(units, this.#unitBytes, this.#ends.build(memory));
  }

  get #unitBytes(): number {
    return this.#isLatin1 ? 1 : 2;
  }

  #endPart(): void {
    if (this.#last.length === 0) return;
    const part = this.#last.join('');
    if (notLatin1.test(part)) this.#isLatin1 = false;
    this.#parts.push(part);
    this.#last = [];
  }
}
