import type { JournalEntry } from '../../domain/journal.ts';
import { defaultUnattributed, type UnattributedOptions } from '../../domain/unattributed.ts';
import type { AtomicItems, Change } from '../table/atomic-items.ts';
import {
  firstTimedKey,
  type Item,
  type Key,
  lastTimedKey,
  unattributedPartition as pk,
} from '../table/keys.ts';
import { readWholePartition, removePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';
import { byPlaceNewestFirst, entriesOf, type PlacedEntry } from './items.ts';
import type { JournalRange } from './journal.ts';

const keptSeconds = 86_400;
const minuteMs = 60_000;
const counterKey: Key = { pk, sk: 'COUNT' };

/** What the counter says: where the ring goes on, how much of a minute is used, and how many were not written. */
interface Counter {
  sequence: number;
  minute: number;
  inMinute: number;
  leftOut: number;
}

const counterOf = (item: Item | undefined): Counter => ({
  sequence: Number(item?.['sequence'] ?? 0),
  minute: Number(item?.['minute'] ?? 0),
  inMinute: Number(item?.['inMinute'] ?? 0),
  leftOut: Number(item?.['leftOut'] ?? 0),
});

/** Requests that belong to no account, in a ring of items that all processes share. */
export class UnattributedRequests {
  readonly #table: Table;
  readonly #items: AtomicItems;
  readonly #options: UnattributedOptions;
  /** Unix ms until which nothing more is to be had of this minute. */
  #usedUpUntil = Number.NEGATIVE_INFINITY;
  /** Left out, and not noted in the table yet. */
  #leftOut = 0;

  constructor(table: Table, items: AtomicItems, options: UnattributedOptions = defaultUnattributed) {
    this.#table = table;
    this.#items = items;
    this.#options = options;
  }

  /** Whether any are kept. */
  get isOn(): boolean {
    return this.#options.keep > 0;
  }

  /**
   * Writes an entry where it has room in its minute; else it is counted.
   *
   * @param systemNow the machine's clock, Unix ms
   */
  async record(entry: JournalEntry, systemNow: number): Promise<void> {
    if (!this.isOn) return;
    const sequence = systemNow < this.#usedUpUntil ? undefined : await this.#next(systemNow);
    if (sequence === undefined) {
      this.#leftOut += 1;
      return;
    }
    await this.#table.put({
      pk,
      sk: `ENTRY#${String(sequence % this.#options.keep).padStart(4, '0')}`,
      entries: JSON.stringify([entry]),
      count: 1,
      ttl: Math.ceil(systemNow / 1000) + keptSeconds,
    });
  }

  /** @returns the entry's number; undefined where the minute is used up */
  async #next(systemNow: number): Promise<number | undefined> {
    const leftOut = this.#leftOut;
    const sequence = await this.#items.change(counterKey, (item) =>
      this.#decide(counterOf(item), systemNow, leftOut),
    );
    if (sequence !== undefined) this.#leftOut -= leftOut;
    return sequence;
  }

  #decide(before: Counter, systemNow: number, leftOut: number): Change<number | undefined> {
    // Of machines whose clocks differ the one that is ahead counts.
    const minute = Math.max(Math.floor(systemNow / minuteMs), before.minute);
    const inMinute = minute === before.minute ? before.inMinute : 0;
    if (inMinute >= this.#options.perMinute) {
      this.#usedUpUntil = (Math.floor(systemNow / minuteMs) + 1) * minuteMs;
      return { result: undefined };
    }
    const sequence = before.sequence + 1;
    const after = { sequence, minute, inMinute: inMinute + 1, leftOut: before.leftOut + leftOut };
    return { attributes: after, result: sequence };
  }

  /**
   * The entries of a range, newest first, and how many requests were left out in all.
   *
   * @param systemNow the machine's clock, Unix ms; entries that have expired by then are left out
   */
  async read(
    { from, to, before }: JournalRange,
    systemNow: number,
  ): Promise<{ entries: PlacedEntry[]; leftOut: number }> {
    const items = await readWholePartition(this.#table, pk);
    const [first, last] = [firstTimedKey(from), lastTimedKey(to)];
    const isWanted = ({ place }: PlacedEntry): boolean =>
      place >= first && place <= last && (before === undefined || place < before);
    const isEntry = (item: Item): boolean => item[tableDefinition.sortKey] !== counterKey.sk;
    const entries = items
      .filter((item) => isEntry(item) && Number(item['ttl']) * 1000 > systemNow)
      .flatMap(entriesOf)
      .filter(isWanted)
      .sort(byPlaceNewestFirst);
    const counter = counterOf(items.find((item) => !isEntry(item)));
    return { entries, leftOut: counter.leftOut + this.#leftOut };
  }

  /** Removes all, and forgets what was left out; safe to repeat. */
  async clear(): Promise<void> {
    await removePartition(this.#table, pk);
    this.#leftOut = 0;
  }
}
