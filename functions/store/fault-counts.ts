import { faultCountKey } from './keys.ts';
import type { Table } from './table.ts';

const keptSeconds = 30 * 86_400;

/** How many requests each fault rule has matched, shared by every instance through the table. */
export class FaultCounts {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * Counts one more match.
   *
   * @param generation names the set of rules; a new set counts anew
   * @returns the number of matches so far, this one included
   */
  async next(accountId: string, generation: string, rule: number, systemNow: number): Promise<number> {
    const { matches } = await this.#table.updateReturning({
      Key: faultCountKey(accountId, generation, rule),
      UpdateExpression: 'ADD #matches :one SET #ttl = :ttl',
      ExpressionAttributeNames: { '#matches': 'matches', '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':one': 1, ':ttl': Math.ceil(systemNow / 1000) + keptSeconds },
    });
    return Number(matches);
  }
}
