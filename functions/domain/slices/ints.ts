import { Memory, partBytes } from './memory.ts';

/** Whole numbers, each in as few bytes as the largest needs. */
export type Ints = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const firstCapacity = 64;

/** Whole numbers as they arrive, up to 2^53. */
export class IntsBuilder {
  #values: Uint32Array | Float64Array = new Uint32Array(firstCapacity);
  #length = 0;
  #most = 0;
  #isNegative = false;

  get length(): number {
    return this.#length;
  }

  add(value: number): void {
    if (this.#length === this.#values.length) this.#values = copyOf(this.#values, 2 * this.#length);
    if (value > this.#most) this.#most = value;
    if (value < 0) this.#isNegative = true;
    if ((value > 0xffff_ffff || value < 0) && this.#values instanceof Uint32Array) {
      this.#values = Float64Array.from(this.#values);
    }
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  /** What the numbers so far take of a piece of memory. */
  get bytes(): number {
    return intsBytes(this.#length, this.#most, this.#isNegative);
  }

  /** The numbers so far. */
  build(memory = new Memory(this.bytes)): Ints {
    return toInts(this.#values.subarray(0, this.#length), this.#most, memory, this.#isNegative);
  }
}

function kindOf(most: number, isNegative: boolean) {
  if (isNegative || most > 0xffff_ffff) return Float64Array;
  if (most > 0xffff) return Uint32Array;
  return most > 0xff ? Uint16Array : Uint8Array;
}

const none = new Uint8Array(0);

/** What so many numbers up to `most` take of a piece of memory. */
export const intsBytes = (length: number, most: number, isNegative = false): number =>
  partBytes(length * kindOf(most, isNegative).BYTES_PER_ELEMENT);

/** Numbers up to `most`, of which there need not be one so large. */
export function toInts(
  values: Uint32Array | Float64Array,
  most: number,
  memory: Memory,
  isNegative = false,
): Ints {
  if (values.length === 0) return none;
  const ints = memory.take<Ints>(kindOf(most, isNegative), values.length);
  ints.set(values);
  return ints;
}

function copyOf<T extends Uint32Array | Float64Array>(values: T, capacity: number): T {
  const copy = new (values.constructor as new (length: number) => T)(capacity);
  copy.set(values);
  return copy;
}

/** Lists of whole numbers as they arrive. */
export class IntListsBuilder {
  readonly #values = new IntsBuilder();
  readonly #ends = new IntsBuilder();

  /** Puts a number at the end of the list that has not ended yet. */
  add(value: number): void {
    this.#values.add(value);
  }

  endList(): void {
    this.#ends.add(this.#values.length);
  }

  /** What the lists so far take of a piece of memory. */
  get bytes(): number {
    return this.#values.bytes + this.#ends.bytes;
  }

  build(memory = new Memory(this.bytes)): IntLists {
    return new IntLists(this.#values.build(memory), this.#ends.build(memory));
  }
}

/** Lists of whole numbers, put together. */
export class IntLists {
  readonly #values: Ints;
  readonly #ends: Ints;

  /** @param ends for each list, where it ends among the values */
  constructor(values: Ints, ends: Ints) {
    this.#values = values;
    this.#ends = ends;
  }

  /** Where a list begins among all values. */
  begin(list: number): number {
    return list === 0 ? 0 : (this.#ends[list - 1] ?? 0);
  }

  end(list: number): number {
    return this.#ends[list] ?? 0;
  }

  /** @param index from `begin` up to `end` of a list */
  valueAt(index: number): number {
    return this.#values[index] ?? 0;
  }

  valuesOf(list: number): number[] {
    return Array.from(this.#values.subarray(this.begin(list), this.end(list)));
  }

  includes(list: number, value: number): boolean {
    for (let index = this.begin(list); index < this.end(list); index++) {
      if (this.#values[index] === value) return true;
    }
    return false;
  }

  get bytes(): number {
    return this.#values.byteLength + this.#ends.byteLength;
  }
}
