/** Counts the lines of a text that is read from its beginning on, and whose beginning is let go of meanwhile. */
export class LineCounter {
  #line = 1;
  /** Up to where lines have been counted, and where the next line break is. */
  #counted = 0;
  #nextBreak = Number.NEGATIVE_INFINITY;
  /** Where the current line begins; negative where that has been let go. */
  #lineStart = 0;

  /** The line of a position in the text, from 1; asked for in rising order. */
  lineOf(text: string, at: number): number {
    while (this.#counted <= at) {
      if (this.#nextBreak < this.#counted) {
        const next = text.indexOf('\n', this.#counted);
        this.#nextBreak = next < 0 ? text.length : next;
      }
      if (this.#nextBreak >= at) break;
      this.#line += 1;
      this.#counted = this.#nextBreak + 1;
      this.#lineStart = this.#counted;
    }
    return this.#line;
  }

  /** Line and column of a position, each from 1; positions before it may still be asked for. */
  placeOf(text: string, at: number): { line: number; column: number } {
    let line = this.#line;
    let start = this.#lineStart;
    for (let next = text.indexOf('\n', this.#counted); next >= 0 && next < at; ) {
      line += 1;
      start = next + 1;
      next = text.indexOf('\n', start);
    }
    return { line, column: at - start + 1 };
  }

  /** So much is taken off the beginning of the text, and more may have come to its end. */
  letGo(text: string, length: number): void {
    this.lineOf(text, length);
    this.#counted -= length;
    this.#lineStart -= length;
    this.#nextBreak = Number.NEGATIVE_INFINITY;
  }
}
