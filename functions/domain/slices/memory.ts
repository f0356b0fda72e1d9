// What the largest numbers are aligned to.
const alignment = 8;

const nothing = Buffer.alloc(0);

/** The memory that so many bytes take as a part of a larger piece. */
export const partBytes = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/**
 * Memory in one piece, of which parts are taken one after the other: each array with memory of its own takes some 150
 * bytes more than one that has a part.
 */
export class Memory {
  readonly #buffer: ArrayBuffer;
  #used = 0;

  /** @param bytes the sum of what `partBytes` says of all its parts */
  constructor(bytes: number) {
    this.#buffer = new ArrayBuffer(bytes);
  }

  /** An array of zeros of a kind. */
  take<T>(
    kind: { new (buffer: ArrayBuffer, offset: number, length: number): T; BYTES_PER_ELEMENT: number },
    length: number,
  ): T {
    const array = new kind(this.#buffer, this.#used, length);
    this.#used += partBytes(length * kind.BYTES_PER_ELEMENT);
    return array;
  }

  /** So many bytes, zeros. */
  takeBytes(length: number): Buffer {
    if (length === 0) return nothing;
    const bytes = Buffer.from(this.#buffer, this.#used, length);
    this.#used += partBytes(length);
    return bytes;
  }
}
