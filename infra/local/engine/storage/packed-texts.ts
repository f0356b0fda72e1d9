/** More room is taken than is needed by this factor, so that a text is moved few times. */
const slack = 1.25;
const fewestBytes = 512;

/**
 * Texts at places from 0 on, kept as UTF-8 outside of the JavaScript heap: they take their bytes and little beside, and
 * no collection of garbage looks at them.
 */
export class PackedTexts {
  #bytes: Buffer = Buffer.alloc(0);
  /** Up to where the bytes are taken, also by texts that are no more. */
  #end = 0;
  /** Bytes of the texts that there are. */
  #size = 0;
  #starts: number[] = [];
  #ends: number[] = [];

  get size(): number {
    return this.#size;
  }

  /** @param place of a text that there is */
  at(place: number): string {
    return this.#bytes.toString('utf8', this.#starts[place], this.#ends[place]);
  }

  /** Puts a text before the one at a place, or behind the last. */
  insert(place: number, text: string): void {
    const [start, end] = this.#write(text);
    this.#starts.splice(place, 0, start);
    this.#ends.splice(place, 0, end);
  }

  /** @param place of a text that there is */
  replace(place: number, text: string): void {
    this.#size -= this.#lengthAt(place);
    // Its bytes are not moved any more.
    this.#ends[place] = this.#starts[place] ?? 0;
    [this.#starts[place], this.#ends[place]] = this.#write(text);
  }

  /** @param place of a text that there is */
  remove(place: number): void {
    this.#size -= this.#lengthAt(place);
    this.#starts.splice(place, 1);
    this.#ends.splice(place, 1);
    if (this.#end > 2 * this.#size + fewestBytes) this.#move(this.#size);
  }

  /** Takes the texts from a place on away from these. */
  splitAt(place: number): PackedTexts {
    const behind = new PackedTexts();
    behind.#take(this, this.#starts.splice(place), this.#ends.splice(place));
    this.#size -= behind.#size;
    this.#move(this.#size);
    return behind;
  }

  /** Puts all texts of others behind these. */
  append(others: PackedTexts): void {
    this.#take(others, others.#starts, others.#ends);
  }

  #lengthAt(place: number): number {
    return (this.#ends[place] ?? 0) - (this.#starts[place] ?? 0);
  }

  #write(text: string): [start: number, end: number] {
    const length = Buffer.byteLength(text);
    this.#makeRoom(length);
    const start = this.#end;
    this.#bytes.write(text, start);
    this.#end += length;
    this.#size += length;
    return [start, this.#end];
  }

  #makeRoom(length: number): void {
    if (this.#end + length <= this.#bytes.length) return;
    this.#move(Math.max(fewestBytes, Math.ceil((this.#size + length) * slack)));
  }

  /** Moves all texts into bytes of their own. */
  #move(room: number): void {
    const before = this.#bytes;
    this.#bytes = Buffer.allocUnsafeSlow(room);
    this.#end = 0;
    for (const [place, start] of this.#starts.entries()) {
      this.#starts[place] = this.#end;
      this.#end += before.copy(this.#bytes, this.#end, start, this.#ends[place]);
      this.#ends[place] = this.#end;
    }
  }

  #take(others: PackedTexts, starts: readonly number[], ends: readonly number[]): void {
    const length = starts.reduce((sum, start, index) => sum + (ends[index] ?? 0) - start, 0);
    if (this.#end + length > this.#bytes.length) this.#move(this.#size + length);
    for (const [index, start] of starts.entries()) {
      this.#starts.push(this.#end);
      this.#end += others.#bytes.copy(this.#bytes, this.#end, start, ends[index]);
      this.#ends.push(this.#end);
    }
    this.#size += length;
  }
}
