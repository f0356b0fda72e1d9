import { LruCache } from '../../domain/lru-cache.ts';
import { type Item, type Key, nameOf } from './keys.ts';

const itemsKept = 1000;

/**
 * Items as they were read, for a process that alone writes the table: what it has not written itself since is
 * still as it was.
 */
export class ItemMemory {
  readonly #isKept: (key: Key) => boolean;
  readonly #items = new LruCache<string, { item: Item | undefined }>({ max: itemsKept });
  #writes = 0;

  /** @param isKept which items to remember; left out, none */
  constructor(isKept: (key: Key) => boolean = () => false) {
    this.#isKept = isKept;
  }

  /** The item, where it is known that it is there. */
  known(key: Key): Item | undefined {
    return this.#isKept(key) ? this.#items.get(nameOf(key))?.item : undefined;
  }

  async read(key: Key, load: () => Promise<Item | undefined>): Promise<Item | undefined> {
    if (!this.#isKept(key)) return load();
    const name = nameOf(key);
    const known = this.#items.get(name);
    if (known) return known.item;
    const writesBefore = this.#writes;
    const item = await load();
    // All who ask from now on get this very object.
    if (item) Object.freeze(item);
    if (writesBefore === this.#writes) this.#items.set(name, { item });
    return item;
  }

  /** Does what reads an item among others, and remembers it. */
  async readAmong<T>(key: Key, load: () => Promise<T>, itemIn: (found: T) => Item | undefined): Promise<T> {
    const writesBefore = this.#writes;
    const found = await load();
    const item = itemIn(found);
    if (item && this.#isKept(key) && writesBefore === this.#writes) {
      this.#items.set(nameOf(key), { item: Object.freeze(item) });
    }
    return found;
  }

  /** Whether an item with the key is remembered. */
  isKept(key: Key): boolean {
    return this.#isKept(key);
  }

  /** Does what writes the keys, and forgets them. */
  async write<T>(keys: readonly Key[], work: () => Promise<T>): Promise<T> {
    const written = keys.filter(this.#isKept);
    if (written.length === 0) return work();
    this.#forget(written);
    try {
      return await work();
    } finally {
      // A failed write may have been done all the same.
      this.#forget(written);
    }
  }

  /** As `write`, of work that comes to the whole item as it is then. */
  async change(key: Key, work: () => Promise<Item>): Promise<Item> {
    const writesBefore = this.#writes + 1;
    const item = await this.write([key], work);
    // Only where nobody has begun to write it since.
    if (this.#writes === writesBefore + 1) this.#items.set(nameOf(key), { item: Object.freeze(item) });
    return item;
  }

  #forget(keys: readonly Key[]): void {
    this.#writes++;
    for (const key of keys) this.#items.delete(nameOf(key));
  }
}
