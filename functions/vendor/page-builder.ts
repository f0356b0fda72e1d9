import type { Reason } from '../domain/refusal.ts';

/** Counts, flags and brackets around the rows, headers and status: bytes that rows must leave free. */
export const envelopeBytes = 4096;

/** Why rows are held back from a body that would be too large, and what gets them. */
export function pageCut(maxBytes: number, wayOn: string): Reason {
  return { code: 'page_cut', text: `Rows beyond ${maxBytes} bytes are held back: ${wayOn}.` };
}

/** Bytes a text takes inside the JSON document in which Lambda carries a response's body. */
export function escapedBytes(text: string): number {
  // Quotes at both ends are not part of it.
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

/** The same of a row, kept with it, because measuring it takes longer than all else that is done with it. */
export function escapedBytesOf(row: { readonly text: string; escapedBytes?: number }): number {
  row.escapedBytes ??= escapedBytes(row.text);
  return row.escapedBytes;
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
