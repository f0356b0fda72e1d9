import { tableDefinition } from '../../functions/store/table/table-definition.ts';
import { tableName } from './instances.ts';
import {
  type Command,
  type Interceptor,
  isBatchWrite,
  type Output,
  readsIndex,
  type Send,
} from './intercept.ts';

type Item = Record<string, unknown>;

/** A session's item that was put or taken away, which the index does not show yet. */
interface Change {
  key: string;
  after: Item | undefined;
  /** For how many more reads of the index. */
  left: number;
}

interface WriteRequest {
  PutRequest?: { Item: Item };
  DeleteRequest?: { Key: Item };
}

const { partitionKey, sortKey, sessionIndex } = tableDefinition;
const keyOf = (item: Item): string => `${item[partitionKey]} ${item[sortKey]}`;
const startOf = (item: Item): string => String(item[sessionIndex.sortKey]);

/**
 * An index that follows the table after a while, as one in AWS does: in the order of each item's changes, but
 * not of all. What one reader has seen all others see from then on. All instances over the table go through it,
 * from the first write on.
 */
export class LaggingIndex {
  /** By key, of each partition of the index. */
  readonly #shown = new Map<unknown, Map<string, Item>>();
  readonly #partitions = new Map<string, unknown>();
  #changes: Change[] = [];
  /** For how many reads of the index a change is not shown, asked for each. */
  lag: () => number = () => 0;
  /** At most how many items a read gives, asked for each. */
  pageSize: () => number = () => Number.POSITIVE_INFINITY;

  readonly interceptor: Interceptor = async (command, send) => {
    if (isBatchWrite(command)) return this.#write(command, send);
    return readsIndex(command) ? this.#read(command.input) : send(command);
  };

  /** Shows all there is. */
  catchUp(): void {
    for (const change of this.#changes) change.left = 0;
    this.#show();
  }

  async #write(command: Command, send: Send): Promise<Output> {
    const requestsIn = (batch: unknown): WriteRequest[] =>
      (batch as Record<string, WriteRequest[]> | undefined)?.[tableName] ?? [];
    const output = await send(command);
    const undone = new Set(requestsIn(output['UnprocessedItems']).map((request) => keyOf(placeOf(request))));
    for (const request of requestsIn(command.input['RequestItems'])) {
      const key = keyOf(placeOf(request));
      if (undone.has(key) || !key.startsWith('S#')) continue;
      this.#changes.push({ key, after: request.PutRequest?.Item, left: this.lag() });
    }
    return output;
  }

  #show(): void {
    const waiting = new Set<string>();
    this.#changes = this.#changes.filter((change) => {
      if (change.left > 0 || waiting.has(change.key)) {
        waiting.add(change.key);
        return true;
      }
      this.#showAs(change);
      return false;
    });
  }

  #showAs({ key, after }: Change): void {
    this.#shown.get(this.#partitions.get(key))?.delete(key);
    if (!after) return;
    const partition = after[sessionIndex.partitionKey];
    this.#partitions.set(key, partition);
    const shown = this.#shown.get(partition) ?? new Map<string, Item>();
    this.#shown.set(partition, shown.set(key, after));
  }

  #read(input: Record<string, unknown>): Output {
    this.#show();
    for (const change of this.#changes) change.left--;
    const values = input['ExpressionAttributeValues'] as Record<string, string>;
    const { ':bot': bot, ':from': from = '', ':to': to = '' } = values;
    const after = input['ExclusiveStartKey'] as Item | undefined;
    const limit = Math.min(Number(input['Limit'] ?? Number.POSITIVE_INFINITY), Math.max(1, this.pageSize()));
    const found = [...(this.#shown.get(bot)?.values() ?? [])]
      .filter((item) => startOf(item) >= from && startOf(item) <= to)
      .filter((item) => after === undefined || startOf(item) > startOf(after))
      .sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1));
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      Items: page.map(({ row: _notProjected, ...item }) => item),
      ...(found.length > page.length && last ? { LastEvaluatedKey: last } : {}),
    };
  }
}

const placeOf = ({ PutRequest, DeleteRequest }: WriteRequest): Item =>
  PutRequest?.Item ?? DeleteRequest?.Key ?? {};
