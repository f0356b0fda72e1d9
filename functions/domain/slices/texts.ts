import { type Ints, IntsBuilder } from './ints.ts';

/** UTF-16 code units, a byte each where all are of Latin-1, else two, the low one first as Node's machines have them. */
export type Units = Uint8Array | Uint16Array;

type Encoding = 'latin1' | 'utf16le';

const firstCapacity = 256;

/** To write some hundred texts takes Node as long as to write one. */
const writtenAtOnce = 500;

const encodingOf = (units: Units): Encoding => (units instanceof Uint8Array ? 'latin1' : 'utf16le');

/** Texts, put together: as many of them as single strings would take a multiple of the memory. */
export class Texts {
  readonly length: number;
  readonly #buffer: Buffer;
  readonly #unitBytes: number;
  // Not UTF-8: a text may hold half of a surrogate pair, and must come out as it went in.
  readonly #encoding: Encoding;
  readonly #ends: Ints;

  /** @param ends for each text, where it ends among the units */
  constructor(units: Units, ends: Ints) {
    this.#buffer = Buffer.from(units.buffer, units.byteOffset, units.byteLength);
    this.#unitBytes = units.BYTES_PER_ELEMENT;
    this.#encoding = encodingOf(units);
    this.#ends = ends;
    this.length = ends.length;
  }

  at(index: number): string {
    const begin = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    const end = this.#ends[index] ?? begin;
    return this.#buffer.toString(this.#encoding, begin * this.#unitBytes, end * this.#unitBytes);
  }

  get bytes(): number {
    return this.#buffer.byteLength + this.#ends.byteLength;
  }
}

/** Texts as they arrive. */
export class TextsBuilder {
  #units: Units = new Uint8Array(firstCapacity);
  /** Units of the texts that are written. */
  #used = 0;
  #waiting: string[] = [];
  /** Units of all texts. */
  #end = 0;
  readonly #ends = new IntsBuilder();

  add(text: string): void {
    this.#waiting.push(text);
    this.#end += text.length;
    this.#ends.add(this.#end);
    if (this.#waiting.length === writtenAtOnce) this.#writeWaiting();
  }

  /** The texts so far, in memory that is of their size. */
  build(): Texts {
    this.#writeWaiting();
    return new Texts(this.#units.slice(0, this.#used), this.#ends.build());
  }

  #writeWaiting(): void {
    const text = this.#waiting.join('');
    this.#waiting = [];
    if (this.#end > this.#units.length) this.#grow(Math.max(this.#end, 2 * this.#units.length));
    if (!this.#write(text)) {
      this.#units = Uint16Array.from(this.#units);
      this.#write(text);
    }
    this.#used = this.#end;
  }

  /** @returns whether the text is there as it is: what is not of Latin-1 has no place in units of a byte */
  #write(text: string): boolean {
    const { buffer, BYTES_PER_ELEMENT } = this.#units;
    const place = Buffer.from(buffer, this.#used * BYTES_PER_ELEMENT, text.length * BYTES_PER_ELEMENT);
    const encoding = encodingOf(this.#units);
    place.write(text, encoding);
    return encoding === 'utf16le' || place.toString(encoding) === text;
  }

  #grow(capacity: number): void {
    const units = this.#units instanceof Uint8Array ? new Uint8Array(capacity) : new Uint16Array(capacity);
    units.set(this.#units);
    this.#units = units;
  }
}
