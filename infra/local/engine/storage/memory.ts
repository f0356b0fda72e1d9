import { SortedEntries } from './sorted-entries.ts';
import type { KeyRange, Storage, Write } from './storage.ts';

/** Keeps everything in this process; every call is done at once. */
export class MemoryStorage implements Storage {
  #kept: SortedEntries | undefined = new SortedEntries();

  async getMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    return keys.map((key) => this.#entries.get(key));
  }

  async scan(range: KeyRange, visit: (key: string, value: string) => boolean): Promise<void> {
    for (const [key, value] of this.#entries.entries(range)) if (!visit(key, value)) return;
  }

  async write(writes: readonly Write[]): Promise<void> {
    for (const { key, value } of writes) {
      if (value === undefined) this.#entries.delete(key);
      else this.#entries.set(key, value);
    }
  }

  async close(): Promise<void> {
    this.#kept = undefined;
  }

  get #entries(): SortedEntries {
    if (this.#kept) return this.#kept;
    throw new Error('The engine is closed');
  }
}
