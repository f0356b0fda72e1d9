import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import type { WireCall } from '../../support/engine-server.ts';
import type { Capacity, Need, ThrottlingReason } from './capacity.ts';
import type { IndexShadow } from './index-shadow.ts';
import {
  type BatchedKeys,
  type BatchedWrite,
  type ConsumedCapacity,
  type Input,
  type Item,
  type Output,
  type Reply,
  reply,
  throttled,
} from './wire.ts';
import type { WriteNeeds } from './write-needs.ts';

const region = 'arn:aws:dynamodb:eu-central-1:123456789012';

export interface DynamoDbOptions {
  engine: WireCall;
  capacity: Capacity;
  writeNeeds: WriteNeeds;
  /** Left out, the index shows at once what the table has. */
  shadow: IndexShadow | undefined;
}

const partitionOf = (item: Item | undefined): string => item?.[tableDefinition.partitionKey]?.S ?? '';

/** The engine with the throughput of DynamoDB: calls are refused, and batches done in part. */
export class DynamoDb {
  readonly #options: DynamoDbOptions;

  constructor(options: DynamoDbOptions) {
    this.#options = options;
  }

  call(operation: string, input: Input): Promise<Reply> {
    if (operation === 'BatchWriteItem') return this.#writeBatch(input);
    if (operation === 'BatchGetItem') return this.#getBatch(input);
    if (operation === 'Query' || operation === 'GetItem') return this.#read(operation, input);
    return this.#write(operation, input);
  }

  async #read(operation: string, input: Input): Promise<Reply> {
    const need = readNeed(input);
    const refusal = this.#options.capacity.refusal('read', [need]);
    if (refusal) return refused(refusal, input);
    const { shadow } = this.#options;
    const ofIndex = input.IndexName && shadow ? { TableName: shadow.tableName } : {};
    const { output, consumed, statusCode } = await this.#forward(operation, { ...input, ...ofIndex });
    this.#options.capacity.take('read', [{ ...need, units: consumed?.CapacityUnits ?? 0.5 }]);
    return { statusCode, body: JSON.stringify(withCost(output, input, consumed)) };
  }

  /** What it costs is known afterwards; that it needs room in the table is enough to refuse it. */
  async #write(operation: string, input: Input): Promise<Reply> {
    const partition = partitionOf(input.Item ?? input.Key);
    const need: Need = { part: 'Table', partition, units: 1 };
    const refusal = this.#options.capacity.refusal('write', [need]);
    if (refusal) return refused(refusal, input);
    const { output, consumed, statusCode } = await this.#forward(operation, input);
    const units = consumed?.Table?.CapacityUnits ?? consumed?.CapacityUnits ?? 1;
    this.#options.capacity.take('write', [{ ...need, units }]);
    return { statusCode, body: JSON.stringify(withCost(output, input, consumed)) };
  }

  async #writeBatch(input: Input): Promise<Reply> {
    const { capacity, writeNeeds, shadow } = this.#options;
    const [tableName, writes] = onlyTable<BatchedWrite[]>(input);
    let refusal: ThrottlingReason | undefined;
    const [done, left] = divided(writes, (write) => {
      const needs = writeNeeds.of(write);
      const why = capacity.refusal('write', needs);
      refusal ??= why;
      if (!why) capacity.take('write', needs);
      return why === undefined;
    });
    if (done.length === 0 && refusal) return refused(refusal, { TableName: tableName });
    const { output, statusCode } = await this.#forward('BatchWriteItem', {
      RequestItems: { [tableName]: done },
    });
    if (statusCode !== 200) return { statusCode, body: JSON.stringify(output) };
    for (const write of done) writeNeeds.written(write);
    await shadow?.follow(done);
    return reply({ ...output, ...(left.length > 0 && { UnprocessedItems: { [tableName]: left } }) });
  }

  async #getBatch(input: Input): Promise<Reply> {
    const { capacity } = this.#options;
    const [tableName, asked] = onlyTable<BatchedKeys>(input);
    const needOf = (key: Item, units: number): Need => ({
      part: 'Table',
      partition: partitionOf(key),
      units,
    });
    let refusal: ThrottlingReason | undefined;
    const [done, left] = divided(asked.Keys, (key) => {
      const why = capacity.refusal('read', [needOf(key, 1)]);
      refusal ??= why;
      // What a row costs at least, so that the keys after it find that gone.
      if (!why) capacity.take('read', [needOf(key, 0.5)]);
      return why === undefined;
    });
    if (done.length === 0 && refusal) return refused(refusal, { TableName: tableName });
    const RequestItems = { [tableName]: { ...asked, Keys: done } };
    const { output, consumed, statusCode } = await this.#forward('BatchGetItem', { RequestItems });
    const each = (consumed?.CapacityUnits ?? done.length) / done.length - 0.5;
    capacity.take(
      'read',
      done.map((key) => needOf(key, each)),
    );
    const unprocessed = [...(output.UnprocessedKeys?.[tableName]?.Keys ?? []), ...left];
    const rest = unprocessed.length > 0 ? { [tableName]: { ...asked, Keys: unprocessed } } : {};
    return {
      statusCode,
      body: JSON.stringify({ ...withCost(output, input, consumed), UnprocessedKeys: rest }),
    };
  }

  async #forward(
    operation: string,
    input: Input,
  ): Promise<{ output: Output; consumed: ConsumedCapacity | undefined; statusCode: number }> {
    const { statusCode, body } = await this.#options.engine(
      `DynamoDB_20120810.${operation}`,
      JSON.stringify({ ...input, ReturnConsumedCapacity: 'INDEXES' }),
    );
    const output = JSON.parse(body) as Output;
    return { output, consumed: [output.ConsumedCapacity ?? []].flat()[0], statusCode };
  }
}

/** Which partition a read is of: its key, or the value that a query's key condition begins with. */
function readNeed(input: Input): Need {
  const { IndexName, KeyConditionExpression = '', ExpressionAttributeValues = {}, Key } = input;
  const [, placeholder = ''] = /=\s*(:\w+)/.exec(KeyConditionExpression) ?? [];
  const partition = Key ? partitionOf(Key) : (ExpressionAttributeValues[placeholder]?.S ?? '');
  return { part: IndexName ? 'Index' : 'Table', partition, units: 1 };
}

function refused(reason: ThrottlingReason, { TableName = '', IndexName }: Input): Reply {
  return throttled(reason, `${region}:table/${TableName}${IndexName ? `/index/${IndexName}` : ''}`);
}

function withCost(output: Output, { ReturnConsumedCapacity }: Input, consumed?: ConsumedCapacity): Output {
  const { ConsumedCapacity: _, ...rest } = output;
  return ReturnConsumedCapacity && consumed
    ? { ...output, ConsumedCapacity: output.ConsumedCapacity ?? consumed }
    : rest;
}

function onlyTable<T>({ RequestItems = {} }: Input): [string, T] {
  const [only] = Object.entries(RequestItems);
  if (!only) throw new Error('A batch without a table.');
  return only as [string, T];
}

function divided<T>(values: readonly T[], isDone: (value: T) => boolean): [T[], T[]] {
  const [done, left]: [T[], T[]] = [[], []];
  for (const value of values) (isDone(value) ? done : left).push(value);
  return [done, left];
}
