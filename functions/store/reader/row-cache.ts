import { LruCache } from '../../domain/lru-cache.ts';
import type { Place } from '../../domain/slices/select.ts';
import type { SliceEntry } from '../../domain/slices/slice.ts';
import { OutdatedError } from '../errors.ts';
import type { StoredRow } from '../sessions/session-item.ts';
import type { StoredSessions } from '../sessions/stored-sessions.ts';
import type { Usage } from '../table/meter.ts';
import type { Consistency } from '../table/table.ts';

// A string, its place in the cache and its key take so much.
const overheadBytes = 300;

/** A session of a page. */
export interface PageRow {
  entry: SliceEntry;
  row: StoredRow;
}

interface Wanted {
  layer: string;
  entry: SliceEntry;
  row?: StoredRow | undefined;
}

/** Whether the row is of the same write as the slice. */
const isOfSlice = (wanted: Wanted): wanted is Wanted & PageRow =>
  wanted.row?.fencingToken === wanted.entry.fencingToken;

/** What V8 takes for a text: two bytes a character unless all are plain. */
const bytesOf = (text: string): number =>
  Buffer.byteLength(text) === text.length ? text.length : 2 * text.length;

/** Rows that were read or written last. */
export class RowCache {
  readonly #sessions: StoredSessions;
  readonly #rows: LruCache<string, StoredRow>;

  /** @param maxBytes what all rows may take together */
  constructor(sessions: StoredSessions, maxBytes: number) {
    this.#sessions = sessions;
    this.#rows = new LruCache({
      max: maxBytes,
      sizeOf: ({ text }) => bytesOf(text) + overheadBytes,
    });
  }

  /**
   * The rows of places, in their order.
   *
   * @param usage to which is added what it costs
   * @throws OutdatedError where one was written anew or removed since its slice was read
   */
  async read(places: readonly Place[], usage?: Usage): Promise<PageRow[]> {
    const wanted = places.map(({ slice, position }): Wanted => {
      const entry = slice.entryAt(position);
      const { layer } = slice;
      return { layer, entry, row: this.#rows.get(`${layer}#${entry.sessionId}`) };
    });
    // The fencing token tells a row that is not the latest, and only such a one is worth a read at twice the cost.
    for (const consistency of ['eventual', 'strong'] as const) {
      const missing = wanted.filter((each) => !isOfSlice(each));
      if (missing.length > 0) await this.#fill(missing, consistency, usage);
    }
    return wanted.map((each) => {
      if (!isOfSlice(each)) throw new OutdatedError();
      return { entry: each.entry, row: each.row };
    });
  }

  /** Takes over rows that this process has just written, by session id; undefined: removed. */
  takeOver(layer: string, rows: ReadonlyMap<string, StoredRow | undefined>): void {
    for (const [sessionId, row] of rows) {
      const key = `${layer}#${sessionId}`;
      // A part of a larger text would keep all of that in memory.
      if (row) this.#rows.set(key, { ...row, text: Buffer.from(row.text).toString() });
      else this.#rows.delete(key);
    }
  }

  /** Forgets a layer that is no more. */
  forget(layer: string): void {
    for (const key of this.#rows.keys()) if (key.startsWith(`${layer}#`)) this.#rows.delete(key);
  }

  async #fill(missing: readonly Wanted[], consistency: Consistency, usage: Usage | undefined): Promise<void> {
    const keys = missing.map(({ layer, entry: { sessionId } }) => ({ layer, sessionId }));
    const rows = await this.#sessions.readRows(keys, usage, consistency);
    for (const [index, each] of missing.entries()) {
      each.row = rows[index];
      if (isOfSlice(each)) this.#rows.set(`${each.layer}#${each.entry.sessionId}`, each.row);
    }
  }
}
