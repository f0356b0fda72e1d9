import { randomUUID } from 'node:crypto';
import type { Item } from '../table/keys.ts';
import {
  type AccountLife,
  type Key,
  lastTimedKey,
  type RemovalList,
  removalKey,
  timeOf,
} from '../table/keys.ts';
import { readWholePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';

const { partitionKey, sortKey } = tableDefinition;

/** What a caller that was cut off has left is removed after so long: nothing takes that long. */
export const reservedMs = 3_600_000;

/** No request takes longer, so what was in use before is not by then. */
export const graceMs = 60_000;

/**
 * Something to be removed from a time on unless it turns out to be in use by then. What is about to be
 * written gets an entry first, so that nothing is left for ever by a caller that was cut off.
 */
export interface RemovalEntry extends AccountLife {
  what: 'account' | 'dataSet' | 'archive';
  /** Of a data set or an archive. */
  epoch?: number;
  /** Its account is gone: nobody will use it again. */
  certain?: boolean;
}

export interface PlacedRemoval {
  key: Key;
  entry: RemovalEntry;
  /** Unix ms. */
  due: number;
}

function toPlaced(item: Item): PlacedRemoval {
  const { [partitionKey]: pk, [sortKey]: sk, ...entry } = item as unknown as Key & RemovalEntry;
  return { key: { pk, sk }, entry, due: timeOf(sk) };
}

/** What waits for removal, by time, so that finding what is due costs nothing of what is not. */
export class RemovalEntries {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** @param due Unix ms; @returns the key to cancel it by */
  async plan(list: RemovalList, due: number, entry: RemovalEntry): Promise<Key> {
    const key = removalKey(list, due, randomUUID());
    await this.#table.put({ ...key, ...entry });
    return key;
  }

  /** As `plan`, for several at once. */
  async planAll(list: RemovalList, due: number, entries: readonly RemovalEntry[]): Promise<Key[]> {
    const placed = entries.map((entry) => ({ ...removalKey(list, due, randomUUID()), ...entry }));
    await this.#table.batchWrite(placed.map((put) => ({ put })));
    return placed.map(({ pk, sk }) => ({ pk, sk }));
  }

  async cancel(key: Key): Promise<void> {
    await this.#table.delete(key);
  }

  async cancelAll(keys: readonly Key[]): Promise<void> {
    await Promise.all(keys.map((key) => this.cancel(key)));
  }

  /** The first few entries that are due, oldest first. */
  async due(list: RemovalList, now: number, limit: number): Promise<PlacedRemoval[]> {
    const pages = this.#table.query({
      ConsistentRead: true,
      Limit: limit,
      KeyConditionExpression: '#pk = :list AND #sk <= :now',
      ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey },
      ExpressionAttributeValues: { ':list': list, ':now': lastTimedKey(now) },
    });
    for await (const items of pages) return items.map(toPlaced);
    return [];
  }

  /** What accounts of this id have left behind for certain. */
  async leftBy(accountId: string): Promise<PlacedRemoval[]> {
    const items = await readWholePartition(this.#table, 'REMOVALS', undefined, {
      FilterExpression: '#accountId = :accountId AND #certain = :true',
      names: { '#accountId': 'accountId', '#certain': 'certain' },
      values: { ':accountId': accountId, ':true': true },
    });
    return items.map(toPlaced);
  }
}
