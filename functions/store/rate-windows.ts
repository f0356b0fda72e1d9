import { setTimeout as sleep } from 'node:timers/promises';
import { type Admission, admit, type RateLimit } from '../domain/rate-limit.ts';
import { type DataSet, rateWindowKey } from './keys.ts';
import type { Item, Table } from './table.ts';

const attempts = 40;
const longestPauseMs = 25;

// Older than any window; DynamoDB may then remove the item.
const keptSeconds = 2 * 86_400;

/** Instants as one short text: the first whole, then the distances. */
export function packInstants(instants: readonly number[]): string {
  return instants.map((instant, index) => (instant - (instants[index - 1] ?? 0)).toString(36)).join(',');
}

export function unpackInstants(text: string): number[] {
  if (text === '') return [];
  let instant = 0;
  return text.split(',').map((distance) => {
    instant += Number.parseInt(distance, 36);
    return instant;
  });
}

/** Admitted requests of the last hour, shared by every instance through the table. */
export class RateWindows {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * Counts a request if its limit allows it.
   *
   * @param subject what is counted: a bot id, or undefined for the whole account
   * @param now the account's clock, Unix ms
   * @param systemNow the machine's clock, Unix ms
   */
  async admit(
    dataSet: DataSet,
    subject: string | undefined,
    limit: RateLimit,
    now: number,
    systemNow: number,
  ): Promise<Admission> {
    const key = rateWindowKey(dataSet, subject);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const kept = await this.#table.get(key);
      const admission = admit(unpackInstants(String(kept?.['instants'] ?? '')), now, limit);
      if (!admission.admitted) return admission;
      const version = versionOf(kept);
      const item = {
        ...key,
        instants: packInstants(admission.admissions),
        version: version + 1,
        ttl: Math.ceil(systemNow / 1000) + keptSeconds,
      };
      if (await this.#table.putVersion(item, version)) return admission;
      await sleep(Math.random() * longestPauseMs);
    }
    throw new Error(`A rate window was contended ${attempts} times in a row`);
  }
}

const versionOf = (item: Item | undefined): number => Number(item?.['version'] ?? 0);
