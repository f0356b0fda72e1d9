/** Whole numbers, each in as few bytes as the largest needs. */
export type Ints = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** @param values whole numbers up to 2^53 */
export function packInts(values: readonly number[]): Ints {
  let [least, most] = [0, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least < 0 || most > 0xffff_ffff) return Float64Array.from(values);
  if (most > 0xffff) return Uint32Array.from(values);
  return most > 0xff ? Uint16Array.from(values) : Uint8Array.from(values);
}

/** Lists of whole numbers, put together. */
export class IntLists {
  readonly #values: Ints;
  readonly #ends: Ints;

  constructor(lists: readonly (readonly number[])[]) {
    let end = 0;
    this.#ends = packInts(
      lists.map(({ length }) => {
        end += length;
        return end;
      }),
    );
    this.#values = packInts(lists.flat());
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
