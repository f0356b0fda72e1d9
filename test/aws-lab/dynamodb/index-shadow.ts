import type { Time } from '../../../functions/domain/time.ts';
import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import type { WireCall } from '../../support/engine-server.ts';
import type { BatchedWrite } from './wire.ts';

/** A second table that follows the first after a while: reads of the index that go to it see it lag. */
export class IndexShadow {
  readonly tableName: string;
  readonly #call: WireCall;
  readonly #time: Time;
  /** How long the index does not show what the table has, ms. */
  lagMs: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(tableName: string, call: WireCall, time: Time, lagMs: number) {
    this.tableName = tableName;
    this.#call = call;
    this.#time = time;
    this.lagMs = lagMs;
  }

  /** Takes what was written to the table; without a lag it is to be waited for. */
  follow(writes: readonly BatchedWrite[]): Promise<void> {
    const indexed = writes.filter(
      ({ PutRequest, DeleteRequest }) =>
        DeleteRequest || PutRequest?.Item[tableDefinition.sessionIndex.partitionKey],
    );
    if (indexed.length === 0) return Promise.resolve();
    const body = JSON.stringify({ RequestItems: { [this.tableName]: indexed } });
    const wait = this.lagMs > 0 ? this.#time.sleep(this.lagMs) : undefined;
    // One after the other, so that of two writes of an item the later one stays.
    const done = Promise.all([this.#last, wait]).then(async () => {
      await this.#call('DynamoDB_20120810.BatchWriteItem', body);
    });
    this.#last = done.catch(() => undefined);
    return wait ? Promise.resolve() : done;
  }

  /** Resolves when it shows all that was written so far. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
