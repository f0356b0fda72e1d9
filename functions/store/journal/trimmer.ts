import { LruCache } from '../../domain/lru-cache.ts';
import type { Key } from '../table/keys.ts';
import { readWholePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';
import { countOf } from './items.ts';

const { sortKey } = tableDefinition;

/** An item of a journal, by its sort key, and how many entries it has. */
interface Counted {
  sk: string;
  count: number;
}

/** Removes the oldest items of journals that become too long, where nothing else removes any. */
export class Trimmer {
  readonly #table: Table;
  readonly #keepNewest: number;
  readonly #lists = new LruCache<string, Promise<CountedItems>>({ max: 1000 });

  /** @param keepNewest how many entries a journal keeps at least; it has a tenth more, and an item, at most */
  constructor(table: Table, keepNewest: number) {
    this.#table = table;
    this.#keepNewest = keepNewest;
  }

  /** To be called when these items have been written. */
  async written(items: readonly (Key & Counted)[]): Promise<void> {
    for (const pk of new Set(items.map((item) => item.pk))) {
      await this.#trim(
        pk,
        items.filter((item) => item.pk === pk),
      );
    }
  }

  /** To be called when the items of a partition have been removed. */
  forget(pk: string): void {
    this.#lists.delete(pk);
  }

  async #trim(pk: string, written: readonly Counted[]): Promise<void> {
    const reading = this.#lists.get(pk) ?? this.#read(pk);
    this.#lists.set(pk, reading);
    try {
      const list = await reading;
      for (const { sk, count } of written) list.add({ sk, count });
      const old = list.takeBeyond(this.#keepNewest);
      if (old.length > 0) await this.#table.batchWrite(old.map(({ sk }) => ({ delete: { pk, sk } })));
    } catch (error) {
      this.forget(pk);
      throw error;
    }
  }

  async #read(pk: string): Promise<CountedItems> {
    const items = await readWholePartition(this.#table, pk, undefined, {
      ProjectionExpression: '#sk, #count',
      names: { '#sk': sortKey, '#count': 'count' },
    });
    return new CountedItems(items.map((item) => ({ sk: String(item[sortKey]), count: countOf(item) })));
  }
}

/** The items of a journal, oldest first. */
class CountedItems {
  #items: Counted[];
  #entries: number;

  constructor(items: Counted[]) {
    this.#items = items;
    this.#entries = items.reduce((sum, { count }) => sum + count, 0);
  }

  /** Adds an item if it is not there; nearly always it is the newest. */
  add(item: Counted): void {
    const before = this.#items.findLastIndex(({ sk }) => sk <= item.sk);
    if (this.#items[before]?.sk === item.sk) return;
    this.#items.splice(before + 1, 0, item);
    this.#entries += item.count;
  }

  /** Takes the oldest items away where there is a tenth more than `keep` entries; `keep` stay at least. */
  takeBeyond(keep: number): Counted[] {
    if (this.#entries < keep * 1.1) return [];
    let taken = 0;
    for (const { count } of this.#items) {
      if (this.#entries - count < keep) break;
      this.#entries -= count;
      taken += 1;
    }
    return this.#items.splice(0, taken);
  }
}
