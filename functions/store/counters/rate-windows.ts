import { type AccountClock, accountNow, setBacksOf } from '../../domain/clock.ts';
import {
  type Admission,
  admit,
  type RateLimit,
  type RateUse,
  type RateWindow,
  usedAt,
} from '../../domain/rate-limit.ts';
import type { AtomicItems, Change } from '../table/atomic-items.ts';
import type { Item } from '../table/keys.ts';
import { type DataSet, type RateSubject, rateWindowKey } from '../table/keys.ts';
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

const windowOf = (item: Item | undefined): RateWindow => ({
  instants: unpackInstants(String(item?.['instants'] ?? '')),
  setBack: Number(item?.['setBack'] ?? 0),
});

/** Admitted requests of the last hour, shared by every instance through the table. */
export class RateWindows {
  readonly #items: AtomicItems;

  constructor(items: AtomicItems) {
    this.#items = items;
  }

  /**
   * Counts a request if its limit allows it. The clock is read where that is decided, after what was counted before
   * has been read: a request may have waited since it came.
   *
   * @param subject what is counted
   * @param clock the account's
   * @param systemNow the machine's clock, which gives Unix ms
   */
  admit(
    dataSet: DataSet,
    subject: RateSubject,
    limit: RateLimit,
    clock: AccountClock,
    systemNow: () => number,
    usage?: Usage,
  ): Promise<Admission> {
    const decide = (item: Item | undefined): Change<Admission> => {
      const machine = systemNow();
      const moment = { now: accountNow(clock, machine), setBack: setBacksOf(clock) };
      const result = admit(windowOf(item), moment, limit);
      if (!result.admitted) return { result };
      const { instants, setBack } = result.window;
      const ttl = Math.ceil(machine / 1000) + keptSeconds;
      return { attributes: { instants: packInstants(instants), setBack, ttl }, result };
    };
    return this.#items.change(rateWindowKey(dataSet, subject), decide, usage);
  }

  /**
   * How much is used up now; nothing is counted.
   *
   * @param subject what is counted
   * @param systemNow the machine's clock, Unix ms
   */
  async used(
    dataSet: DataSet,
    subject: RateSubject,
    clock: AccountClock,
    systemNow: number,
  ): Promise<RateUse> {
    const item = await this.#items.read(rateWindowKey(dataSet, subject));
    return usedAt(windowOf(item), { now: accountNow(clock, systemNow), setBack: setBacksOf(clock) });
  }
}
