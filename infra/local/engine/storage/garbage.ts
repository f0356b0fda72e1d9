import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Write } from './storage.ts';

/** Not worth the work where there is less of it. */
const leastBytes = 1024 * 1024;

/** The part of a folder's files from which on it is removed. */
const share = 0.25;

/** Knows roughly how much of a folder is of entries that are gone, and has it removed where that is much. */
export class Garbage {
  readonly #folder: string;
  readonly #compact: () => Promise<void>;
  #bytes = 0;
  #running: Promise<void> | undefined;

  constructor(folder: string, compact: () => Promise<void>) {
    this.#folder = folder;
    this.#compact = compact;
  }

  written(writes: readonly Write[]): void {
    for (const { key, value, frees = 0 } of writes) {
      this.#bytes += frees + (value === undefined ? key.length : 0);
    }
    if (this.#bytes < leastBytes || this.#running) return;
    this.#running = this.#remove()
      // A disk that fails tells whoever writes next.
      .catch(() => undefined)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Waits for a removal that is under way. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #remove(): Promise<void> {
    if (this.#bytes < share * (await sizeOf(this.#folder))) return;
    this.#bytes = 0;
    await this.#compact();
  }
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
