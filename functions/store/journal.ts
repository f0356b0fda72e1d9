import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { toIso } from '../domain/dates.ts';
import type { JournalEntry } from '../domain/journal.ts';
import { type AccountLife, journalKey, journalPartition, type Key } from './keys.ts';
import type { Item, Table } from './table.ts';
import { tableDefinition } from './table-definition.ts';

const { partitionKey, sortKey } = tableDefinition;

export interface JournalOptions {
  /**
   * How many entries of one account to keep where nothing removes expired items; the table's own expiry does
   * it in AWS.
   */
  keepNewest?: number;
  /** How long entries may be held back so that several are written in one call, ms; left out, none is. */
  gatherMs?: number;
}

export interface JournalRange {
  /** Unix ms, inclusive. */
  from: number;
  /** Unix ms, inclusive. */
  to: number;
  /** Place of the last entry that was seen; only older ones are read. */
  before?: string | undefined;
}

/** An entry and its place in the journal. */
export interface PlacedEntry {
  place: string;
  entry: JournalEntry;
}

/** What clients asked and what was answered, in the table. */
export class JournalStore {
  readonly #table: Table;
  readonly #keepNewest: number | undefined;
  readonly #gatherMs: number | undefined;
  #gathered: { items: (Item & Key)[]; written: Promise<void> } | undefined;
  readonly #places = new LRUCache<string, Promise<Set<string>>>({ max: 1000 });
  readonly #pending = new Set<Promise<void>>();

  constructor(table: Table, { keepNewest, gatherMs }: JournalOptions = {}) {
    this.#table = table;
    this.#keepNewest = keepNewest;
    this.#gatherMs = gatherMs;
  }

  /**
   * Writes an entry.
   *
   * @param systemNow the machine's clock, Unix ms
   * @returns a promise that need not be waited for: `settled` waits for all of this process
   */
  record(account: AccountLife, entry: JournalEntry, keptSeconds: number, systemNow: number): Promise<void> {
    const key = journalKey(account, `${toIso(Date.parse(entry.at))}#${entry.id}`);
    const item = { ...key, entry: JSON.stringify(entry), ttl: Math.ceil(systemNow / 1000) + keptSeconds };
    const write = this.#put(item).then(() => this.#trim(key));
    this.#pending.add(write);
    const forget = (): void => void this.#pending.delete(write);
    write.then(forget, forget);
    return write;
  }

  #put(item: Item & Key): Promise<void> {
    if (this.#gatherMs === undefined) return this.#table.put(item);
    if (this.#gathered) {
      this.#gathered.items.push(item);
      return this.#gathered.written;
    }
    const items = [item];
    const written = sleep(this.#gatherMs).then(() => {
      this.#gathered = undefined;
      return this.#table.batchWrite(items.map((put) => ({ put })));
    });
    this.#gathered = { items, written };
    return written;
  }

  /** Waits until every entry of this process is written, or has failed to be. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#pending]);
  }

  async #trim({ pk, sk }: Key): Promise<void> {
    if (this.#keepNewest === undefined) return;
    const reading = this.#places.get(pk) ?? this.#readPlaces(pk);
    this.#places.set(pk, reading);
    const places = await reading.catch((error) => {
      this.#places.delete(pk);
      throw error;
    });
    places.add(sk);
    if (places.size < this.#keepNewest * 1.1) return;
    const old = [...places].slice(0, places.size - this.#keepNewest);
    for (const place of old) places.delete(place);
    await this.#table.batchWrite(old.map((place) => ({ delete: { pk, sk: place } })));
  }

  /** What an earlier process has left, oldest first. */
  async #readPlaces(pk: string): Promise<Set<string>> {
    const items = await this.#table.queryAll({
      KeyConditionExpression: '#pk = :pk',
      ProjectionExpression: '#pk, #sk',
      ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey },
      ExpressionAttributeValues: { ':pk': pk },
    });
    return new Set(items.map((item) => String(item[sortKey])));
  }

  /**
   * Entries newest first, some hundreds at a time.
   *
   * @param systemNow the machine's clock, Unix ms; entries that have expired by then are left out
   */
  async *read(
    account: AccountLife,
    { from, to, before }: JournalRange,
    systemNow: number,
  ): AsyncGenerator<PlacedEntry[]> {
    // "$" follows "#", so this is after every entry of the last millisecond.
    const newest = before ?? `${toIso(to)}$`;
    const oldest = toIso(from);
    if (newest < oldest) return;
    const pages = this.#table.query({
      ConsistentRead: true,
      ScanIndexForward: false,
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :to',
      // DynamoDB removes what has expired some time later.
      FilterExpression: '#ttl > :now',
      ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey, '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':pk': journalPartition(account),
        ':from': oldest,
        ':to': newest,
        ':now': Math.floor(systemNow / 1000),
      },
    });
    for await (const items of pages) {
      yield items.map(toPlacedEntry).filter(({ place }) => place !== before);
    }
  }

  /** Removes all entries; safe to repeat. */
  async clear(account: AccountLife): Promise<void> {
    await this.settled();
    const partition = journalPartition(account);
    this.#places.delete(partition);
    await this.#table.deletePartition(partition);
  }
}

function toPlacedEntry(item: Item): PlacedEntry {
  return { place: String(item[sortKey]), entry: JSON.parse(String(item['entry'])) as JournalEntry };
}
