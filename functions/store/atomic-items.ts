import { setTimeout as sleep } from 'node:timers/promises';
import type { Key } from './keys.ts';
import type { Item, Table } from './table.ts';

const attempts = 40;
const longestPauseMs = 25;

/** Thrown where other processes were faster again and again. */
export class ContendedError extends Error {
  override readonly name = 'ContendedError';
}

/** What becomes of an item, and what its change is worth to the caller. */
export interface Change<T> {
  /** The attributes it has from now on; left out, it stays as it is. */
  attributes?: Item;
  result: T;
}

/**
 * Items that are read, decided on and written as one step, whoever else does so at the same time. A process
 * takes its own turns one by one; against other processes the write depends on nobody having been faster.
 */
export class AtomicItems {
  readonly #table: Table;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(table: Table) {
    this.#table = table;
  }

  /** @param decide is asked again whenever another process was faster */
  async change<T>(key: Key, decide: (item: Item | undefined) => Change<T>): Promise<T> {
    const name = `${key.pk} ${key.sk}`;
    const previous = this.#turns.get(name) ?? Promise.resolve();
    const turn = previous.catch(() => undefined).then(() => this.#change(key, decide));
    this.#turns.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    }
  }

  async #change<T>(key: Key, decide: (item: Item | undefined) => Change<T>): Promise<T> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await sleep(Math.random() * longestPauseMs);
      const item = await this.#table.get(key);
      const { attributes, result } = decide(item);
      if (!attributes) return result;
      const version = Number(item?.['version'] ?? 0);
      if (await this.#table.putVersion({ ...attributes, ...key, version: version + 1 }, version))
        return result;
    }
    throw new ContendedError(`An item was changed by others ${attempts} times in a row`);
  }
}
