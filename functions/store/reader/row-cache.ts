import { LRUCache } from 'lru-cache';
import type { Place } from '../../domain/slices/select.ts';
import type { SliceEntry } from '../../domain/slices/slice.ts';
import { OutdatedError } from '../errors.ts';
import type { StoredRow } from '../sessions/session-item.ts';
import type { SessionStore } from '../sessions/sessions.ts';
import type { DataSet } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';

// Of a string, its place in the cache and its key.
const overheadBytes = 300;

/** A session of a page. */
export interface PageRow {
  entry: SliceEntry;
  row: StoredRow;
}

/** Rows that were read last. */
export class RowCache {
  readonly #sessions: SessionStore;
  readonly #rows: LRUCache<string, StoredRow>;

  /** @param maxBytes what all rows may take together */
  constructor(sessions: SessionStore, maxBytes: number) {
    this.#sessions = sessions;
    this.#rows = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ text }) => 2 * text.length + overheadBytes,
    });
  }

  /**
   * The rows of places, in their order.
   *
   * @param usage to which is added what it costs
   * @throws OutdatedError where one was written anew or removed since its slice was read
   */
  async read(dataSet: DataSet, places: readonly Place[], usage?: Usage): Promise<PageRow[]> {
    const prefix = `${dataSet.accountId}#${dataSet.epoch}#`;
    const entries = places.map(({ slice, position }) => slice.entryAt(position));
    const kept = entries.map(({ sessionId }) => this.#rows.get(prefix + sessionId));
    const missing = entries.filter(({ stamp }, index) => kept[index]?.stamp !== stamp);
    const read = await this.#readMissing(dataSet, missing, usage);
    return entries.map((entry, index) => {
      const known = kept[index];
      if (known?.stamp === entry.stamp) return { entry, row: known };
      const row = read.get(entry.sessionId);
      if (row?.stamp !== entry.stamp) throw new OutdatedError();
      this.#rows.set(prefix + entry.sessionId, row);
      return { entry, row };
    });
  }

  async #readMissing(
    { accountId, epoch }: DataSet,
    entries: readonly SliceEntry[],
    usage: Usage | undefined,
  ): Promise<ReadonlyMap<string, StoredRow>> {
    if (entries.length === 0) return new Map();
    const ids = entries.map(({ sessionId }) => sessionId);
    return this.#sessions.readRows({ accountId, epoch }, ids, usage);
  }
}
