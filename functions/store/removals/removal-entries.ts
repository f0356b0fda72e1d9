import { randomUUID } from 'node:crypto';
import type { Item } from '../table/keys.ts';
import {
  type AccountLife,
  accountPartition,
  type Key,
  lastTimedKey,
  leftKey,
  leftPrefix,
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
  /** A data set is a layer, and an archive what a snapshot has, as they were before there were layers. */
  what: 'account' | 'layer' | 'snapshot' | 'use' | 'dataSet' | 'archive' | 'flattening';
  /** An own layer; of a snapshot, or another user, the layer that it uses. */
  layer?: string | undefined;
  /** The layer that an own one lies on. */
  below?: string | undefined;
  /** What requests have left behind in it goes too; or the number of a data set or an archive. */
  epoch?: number | undefined;
  /** Of a snapshot. */
  name?: string;
  id?: string;
  /** The layer that uses one below. */
  user?: string;
  /** Of a use: its user was dropped at least a grace before it is due. */
  putOff?: boolean;
  /** Its account is gone: nobody will use it again. */
  certain?: boolean;
}

export interface PlacedRemoval {
  key: Key;
  entry: RemovalEntry;
  /** Unix ms. */
  due: number;
}

const toPlaced = (item: Item): PlacedRemoval => {
  const { [partitionKey]: pk, [sortKey]: sk, ...entry } = item as unknown as Key & RemovalEntry;
  return { key: { pk, sk }, entry, due: timeOf(sk) };
};

/** Where else it stands: what is certain is found by its account as well. */
const placesOf = ({ key, entry }: PlacedRemoval): Key[] =>
  entry.certain ? [key, leftKey(entry, key.sk)] : [key];

type PlannedEntry = RemovalEntry & { due: number };

const place = (list: RemovalList, { due, ...entry }: PlannedEntry): PlacedRemoval => ({
  key: removalKey(list, due, randomUUID()),
  entry,
  due,
});

const putsOf = (placed: PlacedRemoval): { put: Item & Key }[] =>
  placesOf(placed).map((key) => ({ put: { ...placed.entry, ...key } }));

/** An entry as it is written, for who writes it with something else. */
export const toEntryPuts = (list: RemovalList, entry: PlannedEntry): { put: Item & Key }[] =>
  putsOf(place(list, entry));

/** What waits for removal, by time, so that finding what is due costs nothing of what is not. */
export class RemovalEntries {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** @returns what to cancel them by */
  async plan(list: RemovalList, entries: readonly PlannedEntry[]): Promise<PlacedRemoval[]> {
    const placed = entries.map((entry) => place(list, entry));
    await this.#table.batchWrite(placed.flatMap(putsOf));
    return placed;
  }

  async cancel(placed: readonly PlacedRemoval[]): Promise<void> {
    const keys = placed.flatMap(placesOf);
    const [only] = keys;
    if (only && keys.length === 1) await this.#table.delete(only);
    else await this.#table.batchWrite(keys.map((key) => ({ delete: key })));
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
    const query = { after: leftPrefix };
    const items = await readWholePartition(this.#table, accountPartition(accountId), undefined, query);
    return items.map((item) => {
      const sk = String(item[sortKey]).slice(leftPrefix.length);
      return toPlaced({ ...item, [partitionKey]: 'REMOVALS', [sortKey]: sk });
    });
  }
}
