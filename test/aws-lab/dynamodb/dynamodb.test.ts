import { beforeEach, expect, test } from 'vitest';
import { ManualTime } from '../../support/manual-time.ts';
import { Capacity } from './capacity.ts';
import { DynamoDb } from './dynamodb.ts';
import { IndexShadow } from './index-shadow.ts';
import type { BatchedWrite, Input } from './wire.ts';
import { WriteNeeds } from './write-needs.ts';

let time: ManualTime;
let forwarded: { target: string; input: Input }[];
beforeEach(() => {
  time = new ManualTime();
  forwarded = [];
});

/** A table with these caps over an engine that does whatever it is asked. */
function tableOf(caps: { read: number; write: number }, lagMs?: number): DynamoDb {
  const engine = async (target: string, body: string) => {
    forwarded.push({ target, input: JSON.parse(body) as Input });
    return { statusCode: 200, headers: {}, body: JSON.stringify({ ConsumedCapacity: { CapacityUnits: 5 } }) };
  };
  const shadow = lagMs === undefined ? undefined : new IndexShadow('t-index', engine, time, lagMs);
  return new DynamoDb({ engine, capacity: new Capacity(caps, time), writeNeeds: new WriteNeeds(), shadow });
}

const writes = (count: number): BatchedWrite[] =>
  Array.from({ length: count }, (_, index) => ({
    PutRequest: {
      Item: { pk: { S: 'p' }, sk: { S: `s${index}` }, botId: { S: 'b' }, start_time: { S: `${index}` } },
    },
  }));

test('a batch that there is room for in part is done in part, and refused where there is none', async () => {
  const table = tableOf({ read: 100, write: 3 });

  const first = await table.call('BatchWriteItem', { RequestItems: { t: writes(5) } });
  const second = await table.call('BatchWriteItem', { RequestItems: { t: writes(2) } });

  expect(first.statusCode).toBe(200);
  expect((JSON.parse(first.body) as { UnprocessedItems: { t: unknown[] } }).UnprocessedItems.t).toHaveLength(
    2,
  );
  expect(second.statusCode).toBe(400);
  expect(JSON.parse(second.body)).toMatchObject({
    __type: expect.stringMatching(/#ThrottlingException$/),
    throttlingReasons: [{ reason: 'TableWriteMaxOnDemandThroughputExceeded' }],
  });
  expect(forwarded).toHaveLength(1);
});

test('a read takes what the engine says that it cost, and says so only where it was asked', async () => {
  const table = tableOf({ read: 4, write: 1 });
  const query = {
    TableName: 't',
    KeyConditionExpression: '#pk = :p',
    ExpressionAttributeValues: { ':p': { S: 'x' } },
  };

  expect(JSON.parse((await table.call('Query', query)).body)).toEqual({});
  expect((await table.call('Query', query)).statusCode).toBe(400);
  await time.advance(1_000);
  const asked = await table.call('Query', { ...query, ReturnConsumedCapacity: 'TOTAL' });
  expect(JSON.parse(asked.body)).toEqual({ ConsumedCapacity: { CapacityUnits: 5 } });
});

test('an index that lags is read where its entries arrive later', async () => {
  const table = tableOf({ read: 100, write: 100 }, 300);

  await table.call('BatchWriteItem', { RequestItems: { t: writes(1) } });
  await time.advance(299);
  expect(forwarded.map(({ input }) => Object.keys(input.RequestItems ?? {}))).toEqual([['t']]);
  await time.advance(1);
  expect(forwarded.map(({ input }) => Object.keys(input.RequestItems ?? {}))).toEqual([['t'], ['t-index']]);
  await table.call('Query', { TableName: 't', IndexName: 'i', KeyConditionExpression: '#b = :bot' });
  expect(forwarded.at(-1)?.input.TableName).toBe('t-index');
});
