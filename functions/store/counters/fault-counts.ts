import type { AtomicItems, Change } from '../table/atomic-items.ts';
import type { Item } from '../table/keys.ts';
import { type AccountLife, faultCountKey } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';

const keptSeconds = 30 * 86_400;

/** How many requests each fault rule has matched, shared by every instance through the table. */
export class FaultCounts {
  readonly #items: AtomicItems;

  constructor(items: AtomicItems) {
    this.#items = items;
  }

  /**
   * Counts one more match.
   *
   * @param generation names the set of rules; a new set counts anew
   * @returns the number of matches so far, this one included
   */
  next(
    life: AccountLife,
    generation: string,
    rule: number,
    systemNow: number,
    usage?: Usage,
  ): Promise<number> {
    const decide = (item: Item | undefined): Change<number> => {
      const matches = Number(item?.['matches'] ?? 0) + 1;
      return {
        attributes: { matches, ttl: Math.ceil(systemNow / 1000) + keptSeconds },
        result: matches,
      };
    };
    return this.#items.change(faultCountKey(life, generation, rule), decide, usage);
  }

  /** How many requests a rule has matched so far. */
  async matches(life: AccountLife, generation: string, rule: number): Promise<number> {
    const item = await this.#items.read(faultCountKey(life, generation, rule));
    return Number(item?.['matches'] ?? 0);
  }
}
