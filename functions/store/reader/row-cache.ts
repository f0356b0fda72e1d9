import { LRUCache } from 'lru-cache';
import type { Place } from '../../domain/slices/select.ts';
import type { SliceEntry } from '../../domain/slices/slice.ts';
import { OutdatedError } from '../errors.ts';
import type { StoredRow } from '../sessions/session-item.ts';
import type { SessionStore } from '../sessions/sessions.ts';
import type { DataSet } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';

const noRows: ReadonlyMap<string, StoredRow> = new Map();

// A string, its place in the cache and its key take so much.
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
    const missing = entries.filter(({ fencingToken }, index) => kept[index]?.fencingToken !== fencingToken);
    const ids = missing.map(({ sessionId }) => sessionId);
    const read = ids.length > 0 ? await this.#sessions.readRows(dataSet, ids, usage) : noRows;
    return entries.map((entry, index) => {
      const known = kept[index];
      if (known?.fencingToken === entry.fencingToken) return { entry, row: known };
      const row = read.get(entry.sessionId);
      if (row?.fencingToken !== entry.fencingToken) throw new OutdatedError();
      this.#rows.set(prefix + entry.sessionId, row);
      return { entry, row };
    });
  }
}
