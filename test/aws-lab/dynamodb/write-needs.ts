import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import { writeUnits } from '../../../infra/local/engine/capacity.ts';
import { itemSize } from '../../../infra/local/engine/values/item-size.ts';
import type { Need } from './capacity.ts';
import type { BatchedWrite, Item } from './wire.ts';

const { partitionKey, sortKey, sessionIndex } = tableDefinition;
const projected: readonly string[] = [
  partitionKey,
  sortKey,
  sessionIndex.partitionKey,
  sessionIndex.sortKey,
  ...sessionIndex.nonKeyAttributes,
];

/** What an item takes in the table and in the index. */
interface Stored {
  bytes: number;
  index: { partition: string; sort: string; bytes: number } | undefined;
}

const keyOf = (item: Item): string => `${item[partitionKey]?.S} ${item[sortKey]?.S}`;

function storedOf(item: Item): Stored {
  const [partition, sort] = [item[sessionIndex.partitionKey]?.S, item[sessionIndex.sortKey]?.S];
  const entry = Object.fromEntries(Object.entries(item).filter(([name]) => projected.includes(name)));
  const isIndexed = partition !== undefined && sort !== undefined;
  return {
    bytes: itemSize(item),
    index: isIndexed ? { partition, sort, bytes: itemSize(entry) } : undefined,
  };
}

/** What each write of a batch costs; it knows what was there before from the batches before. */
export class WriteNeeds {
  readonly #indexed = new Map<string, Stored>();

  /** Units of the table and of the index, whose entry is replaced, moved or removed with the item. */
  of({ PutRequest, DeleteRequest }: BatchedWrite): Need[] {
    const item = PutRequest?.Item ?? DeleteRequest?.Key ?? {};
    const before = this.#indexed.get(keyOf(item));
    const after = PutRequest && storedOf(PutRequest.Item);
    const needs: Need[] = [
      {
        part: 'Table',
        partition: item[partitionKey]?.S ?? '',
        units: writeUnits(before?.bytes ?? 0, after?.bytes ?? 0),
      },
    ];
    const [left, entered] = [before?.index, after?.index];
    const stays = left && entered && left.partition === entered.partition && left.sort === entered.sort;
    for (const entry of stays ? [entered] : [left, entered]) {
      if (entry) {
        needs.push({ part: 'Index', partition: entry.partition, units: writeUnits(entry.bytes) });
      }
    }
    return needs;
  }

  written({ PutRequest, DeleteRequest }: BatchedWrite): void {
    if (DeleteRequest) this.#indexed.delete(keyOf(DeleteRequest.Key));
    if (!PutRequest) return;
    const stored = storedOf(PutRequest.Item);
    if (stored.index) this.#indexed.set(keyOf(PutRequest.Item), stored);
  }
}
