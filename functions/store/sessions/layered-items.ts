import type { Layer } from '../../domain/layers.ts';
import { type Item, isSessionKey, type Key, nameOf, sessionKey, sessionPartitions } from '../table/keys.ts';
import { type PartitionQuery, readPartition } from '../table/partition.ts';
import type { BatchGetOptions, Table } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';

const { partitionKey, sortKey } = tableDefinition;

/** The item that tells of a session, and the number of the layer that it is in, 0 for the newest. */
export interface LayeredItem {
  item: Item;
  layer: number;
}

/**
 * What layers know of sessions by their ids: of each the newest item, which may be a tombstone. Ids must differ from
 * each other.
 */
export async function findNewest(
  table: Table,
  layers: readonly Layer[],
  ids: readonly string[],
  attributes: readonly string[],
  options?: BatchGetOptions,
): Promise<Map<string, LayeredItem>> {
  const keys = ids.flatMap((id) => layers.map(({ name }) => sessionKey(name, id)));
  const wanted = [partitionKey, sortKey, ...attributes];
  const items = await table.batchGet(keys, wanted, options);
  const byKey = new Map(items.map((item) => [nameOf(item as Key), item]));
  const found = new Map<string, LayeredItem>();
  for (const id of ids) {
    for (const [layer, { name }] of layers.entries()) {
      const item = byKey.get(nameOf(sessionKey(name, id)));
      if (!item) continue;
      found.set(id, { item, layer });
      break;
    }
  }
  return found;
}

// A page of what is merged takes about as many from each partition.
const perPartition = (limit: number, partitions: number): number =>
  Math.ceil((limit / partitions) * 1.25) + 8;

const itemsAtOnce = 500;

/**
 * All that layers know of sessions, in the order of their ids, some hundreds at a time: of each the newest item, which
 * may be a tombstone.
 *
 * @param limit about how many are wanted
 */
export async function* walkNewest(
  table: Table,
  layers: readonly Layer[],
  { Limit: limit, ...query }: PartitionQuery = {},
): AsyncGenerator<LayeredItem[]> {
  const partitions = layers.flatMap(({ name }, layer) =>
    sessionPartitions(name).map((pk) => ({ pk, layer })),
  );
  const Limit = limit === undefined ? undefined : perPartition(limit, partitions.length / layers.length);
  const cursors = partitions.map(
    ({ pk, layer }) =>
      new Cursor(layer, readPartition(table, pk, undefined, { ...query, ...(Limit && { Limit }) })),
  );
  await Promise.all(cursors.map((cursor) => cursor.load()));
  let batch: LayeredItem[] = [];
  for (;;) {
    const newest = first(cursors);
    if (!newest?.item) break;
    const { item, id, layer } = newest;
    batch.push({ item, layer });
    for (const cursor of cursors) {
      const loading = cursor.id === id ? cursor.next() : undefined;
      // Most are in memory: an await for each would take longer than all else.
      if (loading) await loading;
    }
    if (batch.length < itemsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The cursor with the least id; of several the one of the newest layer, as they stand in its order. */
function first(cursors: readonly Cursor[]): Cursor | undefined {
  let best: Cursor | undefined;
  for (const cursor of cursors) {
    if (cursor.item && (!best || cursor.id < best.id)) best = cursor;
  }
  return best;
}

/** How far a partition has been read; what stands beside sessions' items is passed over. */
class Cursor {
  readonly layer: number;
  item: Item | undefined;
  id = '';
  readonly #pages: AsyncGenerator<Item[]>;
  #page: readonly Item[] = [];
  #at = -1;

  constructor(layer: number, pages: AsyncGenerator<Item[]>) {
    this.layer = layer;
    this.#pages = pages;
  }

  /** Goes on to what follows; there is something to wait for only where a page is at its end. */
  next(): Promise<void> | undefined {
    while (++this.#at < this.#page.length) {
      this.item = this.#page[this.#at];
      this.id = String(this.item?.[sortKey]);
      if (isSessionKey(this.id)) return undefined;
    }
    return this.load();
  }

  async load(): Promise<void> {
    const { value, done } = await this.#pages.next();
    this.#page = done ? [] : value;
    this.#at = -1;
    this.item = undefined;
    this.id = '';
    if (!done) await this.next();
  }
}
