/** A range of keys: from the first one, up to but without the last one. */
export interface KeyRange {
  from: string;
  to: string;
  /** From the back. */
  reverse?: boolean;
}

/** What a key holds from now on; nothing removes it. */
export interface Write {
  key: string;
  value: string | undefined;
  /** Bytes, roughly, of what it held so far. */
  frees?: number;
}

/** Where the engine keeps its entries: texts under keys that are byte strings (see key-bytes.ts), in their order. */
export interface Storage {
  getMany: (keys: readonly string[]) => Promise<(string | undefined)[]>;
  /** Hands over one entry after the other, as they are at one instant, until `visit` returns false. */
  scan: (range: KeyRange, visit: (key: string, value: string) => boolean) => Promise<void>;
  /** Does all of it or, where it fails, nothing. */
  write: (writes: readonly Write[]) => Promise<void>;
  close: () => Promise<void>;
}
