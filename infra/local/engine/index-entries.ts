import { type Consumed, nothingConsumed, writeUnits } from './capacity.ts';
import { type StoredItem, storedItem, toRecord } from './record.ts';
import { type IndexSchema, indexKey, itemKey, type TableSchema } from './schema.ts';
import type { Write } from './storage/storage.ts';
import { attributeOf, type Item, setAttribute } from './values/attribute-value.ts';

/** An item before and after a call; undefined where there is none. */
export interface ItemChange {
  table: TableSchema;
  before: { item: Item; stored: StoredItem } | undefined;
  after: { item: Item; stored: StoredItem } | undefined;
}

/** What a change writes, item and entries of indexes, and what DynamoDB counts for it. */
export function writesOf({ table, before, after }: ItemChange): { writes: Write[]; consumed: Consumed } {
  const consumed = nothingConsumed();
  consumed.table = writeUnits(before?.stored.size ?? 0, after?.stored.size ?? 0);
  const known = after ?? before;
  if (!known) return { writes: [], consumed };
  const writes: Write[] = [
    {
      key: itemKey(table, known.item),
      value: after && toRecord(after.stored),
      frees: before?.stored.json.length ?? 0,
    },
  ];
  for (const index of table.indexes) {
    const { units, writes: ofIndex } = indexWrites(table, index, before?.item, after?.item);
    if (units > 0) consumed.indexes[index.name] = units;
    writes.push(...ofIndex);
  }
  return { writes, consumed };
}

function indexWrites(
  table: TableSchema,
  index: IndexSchema,
  before: Item | undefined,
  after: Item | undefined,
): { writes: Write[]; units: number } {
  const [old, next] = [entryOf(table, index, before), entryOf(table, index, after)];
  if (old && next && old.key === next.key) {
    if (old.stored.json === next.stored.json) return { writes: [], units: 0 };
    return {
      writes: [{ key: next.key, value: toRecord(next.stored), frees: old.stored.json.length }],
      units: writeUnits(old.stored.size, next.stored.size),
    };
  }
  return {
    writes: [
      ...(old ? [{ key: old.key, value: undefined, frees: old.stored.json.length }] : []),
      ...(next ? [{ key: next.key, value: toRecord(next.stored) }] : []),
    ],
    units: (old ? writeUnits(old.stored.size) : 0) + (next ? writeUnits(next.stored.size) : 0),
  };
}

function entryOf(
  table: TableSchema,
  index: IndexSchema,
  item: Item | undefined,
): { key: string; stored: StoredItem } | undefined {
  const key = item && indexKey(table, index, item);
  if (!item || key === undefined) return undefined;
  const { attributes } = index;
  if (!attributes) return { key, stored: storedItem(item) };
  const projected: Item = {};
  for (const name of attributes) {
    const value = attributeOf(item, name);
    if (value) setAttribute(projected, name, value);
  }
  return { key, stored: storedItem(projected) };
}
