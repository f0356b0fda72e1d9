/** Bytes a text takes inside the JSON document in which Lambda carries a response's body. */
export function escapedBytes(text: string): number {
  // Quotes at both ends are not part of it.
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

/**
 * Collects rows until the response would be too large. Takes at least one: a client that goes on
 * by the number of rows would ask for an empty page for ever.
 */
export class PageBuilder {
  readonly rows: string[] = [];
  readonly #maxBytes: number;
  #bytes = 0;

  /** @param maxBytes what the rows may take, escaped */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What the rows take, escaped, each with a comma. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * @param rowBytes what the row takes, escaped
   * @returns false where the row does not fit; it is not taken then
   */
  add(row: string, rowBytes = escapedBytes(row)): boolean {
    const bytes = this.#bytes + rowBytes + 1;
    if (bytes > this.#maxBytes && this.rows.length > 0) return false;
    this.#bytes = bytes;
    this.rows.push(row);
    return true;
  }
}
