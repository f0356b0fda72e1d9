import type { JournalEntry } from '../../domain/journal.ts';
import type { Time } from '../../domain/time.ts';
import { type AccountLife, firstTimedKey, journalPartition, lastTimedKey, timeOf } from '../table/keys.ts';
import { removePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';
import { Gatherer } from './gatherer.ts';
import { longestSpanMs, type PlacedEntry, packEntries, placeOf, type WrittenEntry } from './items.ts';
import { newestFirst } from './newest-first.ts';
import { Trimmer } from './trimmer.ts';

const { partitionKey, sortKey, timeToLiveAttribute } = tableDefinition;

export interface JournalOptions {
  /**
   * How many entries of one account to keep where nothing removes expired items; the table's own expiry does
   * it in AWS.
   */
  keepNewest?: number;
  /** How long entries may be held back so that several share an item, ms; left out, each has an item of its own. */
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

/** What clients asked and what was answered, in the table. */
export class JournalStore {
  readonly #table: Table;
  readonly #trimmer: Trimmer | undefined;
  readonly #gatherer: Gatherer<WrittenEntry> | undefined;
  readonly #pending = new Set<Promise<void>>();

  constructor(table: Table, time: Time, { keepNewest, gatherMs }: JournalOptions = {}) {
    this.#table = table;
    this.#trimmer = keepNewest === undefined ? undefined : new Trimmer(table, keepNewest);
    this.#gatherer =
      gatherMs === undefined
        ? undefined
        : new Gatherer(time, gatherMs, (entries) => this.follow(this.#write(entries)));
  }

  /**
   * Writes an entry.
   *
   * @param systemNow the machine's clock, Unix ms
   * @returns a promise that need not be waited for: `settled` waits for all of this process
   */
  record(account: AccountLife, entry: JournalEntry, keptSeconds: number, systemNow: number): Promise<void> {
    const written = {
      pk: journalPartition(account),
      place: placeOf(entry),
      text: JSON.stringify(entry),
      ttl: Math.ceil(systemNow / 1000) + keptSeconds,
    };
    return this.#gatherer?.add(written) ?? this.follow(this.#write([written]));
  }

  /** Has `settled` wait for work that comes to an entry. */
  follow(writing: Promise<void>): Promise<void> {
    this.#pending.add(writing);
    const forget = (): void => void this.#pending.delete(writing);
    writing.then(forget, forget);
    return writing;
  }

  async #write(entries: readonly WrittenEntry[]): Promise<void> {
    const items = packEntries(entries);
    const [only] = items;
    await (only && items.length === 1
      ? this.#table.put(only)
      : this.#table.batchWrite(items.map((item) => ({ put: item }))));
    await this.#trimmer?.written(items);
  }

  /** Waits until every entry of this process is written, or has failed to be. */
  async settled(): Promise<void> {
    this.#gatherer?.flush();
    await Promise.allSettled([...this.#pending]);
  }

  /**
   * Entries newest first, some at a time.
   *
   * @param systemNow the machine's clock, Unix ms; entries that have expired by then are left out
   */
  async *read(
    account: AccountLife,
    { from, to, before }: JournalRange,
    systemNow: number,
  ): AsyncGenerator<PlacedEntry[]> {
    const [first, last] = [firstTimedKey(from), lastTimedKey(to)];
    const newest = this.#newestKey(to, before);
    if (newest < first) return;
    const pages = this.#table.query({
      ConsistentRead: true,
      ScanIndexForward: false,
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :to',
      // DynamoDB removes what has expired some time later.
      FilterExpression: '#ttl > :now',
      ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey, '#ttl': timeToLiveAttribute },
      ExpressionAttributeValues: {
        ':pk': journalPartition(account),
        ':from': first,
        ':to': newest,
        ':now': Math.floor(systemNow / 1000),
      },
    });
    const beforeThat = (place: string): boolean => before === undefined || place < before;
    yield* newestFirst(pages, (place) => place >= first && place <= last && beforeThat(place));
  }

  /** The newest key that an item with an entry of the range can have: its own newest entry may lie after it. */
  #newestKey(to: number, before: string | undefined): string {
    const seen = before === undefined ? Number.NaN : timeOf(before);
    const newest = Number.isNaN(seen) ? to : Math.min(to, seen);
    return lastTimedKey(newest + (this.#gatherer === undefined ? 0 : longestSpanMs));
  }

  /** Removes all entries; safe to repeat. */
  async clear(account: AccountLife): Promise<void> {
    await this.settled();
    const partition = journalPartition(account);
    await removePartition(this.#table, partition);
    this.#trimmer?.forget(partition);
  }
}
