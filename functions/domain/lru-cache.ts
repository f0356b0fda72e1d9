/** What a cache keeps, and how much of it. */
export interface LruOptions<K, V> {
  /** How many entries it keeps at most; with `sizeOf`, how large all of them may be together. */
  max: number;
  /** How large an entry is. */
  sizeOf?: (value: V, key: K) => number;
  /** Told of each value that is no longer kept. */
  onGone?: (value: V, key: K) => void;
}

interface Entry<K, V> {
  readonly key: K;
  readonly value: V;
  readonly size: number;
  newer: Entry<K, V> | undefined;
  older: Entry<K, V> | undefined;
}

/**
 * Values that were used last. Each function makes some ten of these when it starts, and packages for it, which can do
 * much more, take several milliseconds of that.
 */
export class LruCache<K, V> {
  readonly #options: LruOptions<K, V>;
  readonly #entries = new Map<K, Entry<K, V>>();
  #newest: Entry<K, V> | undefined;
  #oldest: Entry<K, V> | undefined;
  #size = 0;

  constructor(options: LruOptions<K, V>) {
    this.#options = options;
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  keys(): IterableIterator<K> {
    return this.#entries.keys();
  }

  /** The value, which is the one that was used last from then on. */
  get(key: K): V | undefined {
    const entry = this.#entries.get(key);
    if (entry && entry !== this.#newest) {
      this.#unlink(entry);
      this.#link(entry);
    }
    return entry?.value;
  }

  /** Keeps a value in place of the one with its key, and gives up others for it; one that is too large is not kept. */
  set(key: K, value: V): void {
    this.delete(key);
    const { max, sizeOf } = this.#options;
    const size = sizeOf ? sizeOf(value, key) : 1;
    // Not kept is what has no size either, after which no sum would be a number.
    if (!(size <= max)) return;
    const entry: Entry<K, V> = { key, value, size, newer: undefined, older: undefined };
    this.#entries.set(key, entry);
    this.#link(entry);
    this.#size += size;
    while (this.#oldest && this.#size > max) this.#drop(this.#oldest);
  }

  delete(key: K): void {
    const entry = this.#entries.get(key);
    if (entry) this.#drop(entry);
  }

  #drop(entry: Entry<K, V>): void {
    this.#entries.delete(entry.key);
    this.#unlink(entry);
    this.#size -= entry.size;
    this.#options.onGone?.(entry.value, entry.key);
  }

  #link(entry: Entry<K, V>): void {
    entry.older = this.#newest;
    if (this.#newest) this.#newest.newer = entry;
    else this.#oldest = entry;
    this.#newest = entry;
  }

  #unlink(entry: Entry<K, V>): void {
    const { newer, older } = entry;
    if (newer) newer.older = older;
    else this.#newest = older;
    if (older) older.newer = newer;
    else this.#oldest = newer;
    entry.newer = undefined;
  }
}
