import { type Admission, admit, type RateLimit } from '../../domain/rate-limit.ts';
import type { AtomicItems, Change } from '../table/atomic-items.ts';
import type { Item } from '../table/keys.ts';
import { type DataSet, rateWindowKey } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';

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
  readonly #items: AtomicItems;

  constructor(items: AtomicItems) {
    this.#items = items;
  }

  /**
   * Counts a request if its limit allows it.
   *
   * @param subject what is counted: a bot id, or undefined for the whole account
   * @param now the account's clock, Unix ms
   * @param systemNow the machine's clock, Unix ms
   */
  admit(
    dataSet: DataSet,
    subject: string | undefined,
    limit: RateLimit,
    now: number,
    systemNow: number,
    usage?: Usage,
  ): Promise<Admission> {
    const decide = (item: Item | undefined): Change<Admission> => {
      const admission = admit(unpackInstants(String(item?.['instants'] ?? '')), now, limit);
      if (!admission.admitted) return { result: admission };
      const instants = packInstants(admission.admissions);
      return { attributes: { instants, ttl: Math.ceil(systemNow / 1000) + keptSeconds }, result: admission };
    };
    return this.#items.change(rateWindowKey(dataSet, subject), decide, usage);
  }
}
