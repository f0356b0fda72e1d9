import { randomBytes } from 'node:crypto';
import type { Time } from '../../domain/time.ts';
import { ContendedError } from '../errors.ts';
import { type Item, type Key, nameOf } from './keys.ts';
import type { Usage } from './meter.ts';
import { KeyedQueue } from './parallel.ts';
import type { Table } from './table.ts';

const attempts = 40;
const longestPauseMs = 25;

/** As many writes by others as may come between one's own and the look at what became of it. */
const marksKept = 32;

/** What becomes of an item, and what its change is worth to the caller. */
export interface Change<T> {
  /** The attributes it has from now on; left out, it stays as it is. */
  attributes?: Item;
  result: T;
}

/**
 * Items that are read, decided on and written as one step, whoever else does so at the same time. A process
 * changes an item once at a time; against other processes the write depends on nobody having been faster.
 */
export class AtomicItems {
  readonly #table: Table;
  readonly #time: Time;
  readonly #queue = new KeyedQueue();

  constructor(table: Table, time: Time) {
    this.#table = table;
    this.#time = time;
  }

  /**
   * @param decide is asked again whenever another process was faster
   * @throws ContendedError where others were faster every time
   */
  change<T>(key: Key, decide: (item: Item | undefined) => Change<T>, usage?: Usage): Promise<T> {
    return this.#queue.run(nameOf(key), () => this.#change(key, decide, usage));
  }

  /** The item as it is now, without a change. */
  read(key: Key): Promise<Item | undefined> {
    return this.#table.get(key);
  }

  async #change<T>(key: Key, decide: (item: Item | undefined) => Change<T>, usage?: Usage): Promise<T> {
    const mark = randomBytes(6).toString('base64url');
    let written: { result: T } | undefined;
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await this.#time.sleep(Math.random() * longestPauseMs);
      const item = await this.#table.get(key, usage);
      const marks = (item?.['marks'] ?? []) as string[];
      // The write was done, its answer was lost, and others have written since.
      if (written && marks.includes(mark)) return written.result;
      const { attributes, result } = decide(item);
      if (!attributes) return result;
      const version = Number(item?.['version'] ?? 0);
      const next = { ...attributes, ...key, version: version + 1, marks: [...marks, mark].slice(-marksKept) };
      if (await this.#table.putVersion(next, version, usage)) return result;
      written = { result };
    }
    throw new ContendedError(`An item was changed by others ${attempts} times in a row`);
  }
}
