import { createHash } from 'node:crypto';
import { type DataSet, seenJtiKey } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import type { Table } from '../table/table.ts';

/**
 * How long a seen id is kept, by the machine's clock. A token whose `jti` counts lives an hour at most, but
 * an account's own clock may stand still or be set back, so ids are kept well beyond that.
 */
const keptSeconds = 7 * 86_400;

/** Token ids that were accepted, shared by every instance through the table. */
export class SeenTokens {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * Marks an app's token id as used.
   *
   * @param systemNow the machine's clock, Unix ms
   * @returns whether it was new
   */
  async use(
    dataSet: DataSet,
    clientId: string,
    jti: string,
    systemNow: number,
    usage?: Usage,
  ): Promise<boolean> {
    // A key holds 1,024 bytes at most, a jti is as long as its sender likes.
    const digest = createHash('sha256').update(jti).digest('base64url');
    const ttl = Math.ceil(systemNow / 1000) + keptSeconds;
    return this.#table.putNew({ ...seenJtiKey(dataSet, clientId, digest), ttl }, usage);
  }
}
