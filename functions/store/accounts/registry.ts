import { isExpired } from '../../domain/account.ts';
import type { Item } from '../table/keys.ts';
import { registryPartition } from '../table/keys.ts';
import { readPartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';
import type { RegistryEntry } from './account-items.ts';

const { sortKey } = tableDefinition;

export interface RegistryPage {
  accounts: RegistryEntry[];
  /** Where to go on, if there are more. */
  next?: string;
}

/** The list of all accounts, by id. */
export class Registry {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * @param now accounts that have expired by then (Unix ms) are left out
   * @param after the `next` of the page before
   */
  async list(now: number, limit: number, after?: string): Promise<RegistryPage> {
    const items: (RegistryEntry & Item)[] = [];
    const pages = readPartition(this.#table, registryPartition, undefined, {
      // A key must not be empty.
      after: after || undefined,
      Limit: limit + 1,
    });
    for await (const page of pages) {
      items.push(...(page as unknown as (RegistryEntry & Item)[]).filter((entry) => !isExpired(entry, now)));
      if (items.length > limit) break;
    }
    const shown = items.slice(0, limit);
    const last = shown.at(-1);
    return {
      accounts: shown,
      ...(items.length > limit && last ? { next: String(last[sortKey]) } : {}),
    };
  }
}
