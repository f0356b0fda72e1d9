import {
  BatchGetCommand,
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAttributeValue } from '../../../functions/lambda/dynamodb/attribute-values.ts';
import { fromBody, toBody } from '../../../functions/lambda/dynamodb/wire.ts';
import { sdkAnswering, textOf } from './sdk.ts';

type Value = string | number | boolean | null | Uint8Array | Value[] | { [name: string]: Value };

// Names that members of calls have, too.
const name = fc.oneof(
  fc.string(),
  fc.constantFrom('Item', 'Key', 'Items', 'Keys', 'Responses', 'S', 'f', 'sk'),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.double({ min: -1e15, max: 1e15, noNaN: true }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
}));
const attributes = fc.dictionary(name, value, { maxKeys: 6 });

type Sent = (client: DynamoDBDocumentClient, item: Record<string, Value>) => Promise<unknown>;

const inputs: Record<string, (item: Record<string, Value>) => Record<string, unknown>> = {
  GetItem: (Key) => ({ TableName: 't', Key, ConsistentRead: true }),
  PutItem: (Item) => ({ TableName: 't', Item: { ...Item, absent: undefined } }),
  Query: (item) => ({
    TableName: 't',
    KeyConditionExpression: '#pk = :pk',
    ExpressionAttributeNames: { '#pk': 'pk' },
    ExpressionAttributeValues: { ':pk': 'x', ':item': item },
    ExclusiveStartKey: item,
    Limit: 3,
  }),
  UpdateItem: (Key) => ({
    TableName: 't',
    Key,
    UpdateExpression: 'SET #a = :a',
    ExpressionAttributeNames: { '#a': 'a' },
    ExpressionAttributeValues: { ':a': Key },
  }),
  BatchGetItem: (key) => ({ RequestItems: { table: { Keys: [key, key], ConsistentRead: true } } }),
  BatchWriteItem: (item) => ({
    RequestItems: { table: [{ PutRequest: { Item: item } }, { DeleteRequest: { Key: item } }] },
  }),
};

const sent: Record<string, Sent> = {
  GetItem: (client, item) => client.send(new GetCommand(Object(inputs['GetItem']?.(item)))),
  PutItem: (client, item) => client.send(new PutCommand(Object(inputs['PutItem']?.(item)))),
  Query: (client, item) => client.send(new QueryCommand(Object(inputs['Query']?.(item)))),
  UpdateItem: (client, item) => client.send(new UpdateCommand(Object(inputs['UpdateItem']?.(item)))),
  BatchGetItem: (client, item) => client.send(new BatchGetCommand(Object(inputs['BatchGetItem']?.(item)))),
  BatchWriteItem: (client, item) =>
    client.send(new BatchWriteCommand(Object(inputs['BatchWriteItem']?.(item)))),
};

describe.each(Object.keys(inputs))('a call of %s', (operation) => {
  test('has the body that the SDK would send', async () => {
    await fc.assert(
      fc.asyncProperty(attributes, async (item) => {
        const { documentClient, requests } = sdkAnswering('{}');
        await sent[operation]?.(documentClient, item);

        const body = toBody(inputs[operation]?.(item) ?? {});
        expect(requests).toHaveLength(1);
        expect(JSON.parse(body)).toEqual(requests.map((request) => JSON.parse(textOf(request)))[0]);
      }),
    );
  });

  test('is answered as the SDK would answer it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(attributes, { maxLength: 4 }), fc.nat(), async (items, units) => {
        const body = answerOf(operation, items, units);
        const output = await sent[operation]?.(sdkAnswering(body).documentClient, {});

        expect(plain(fromBody(body))).toEqual(plain({ ...Object(output), $metadata: undefined }));
      }),
    );
  });
});

/** Bytes as numbers: the SDK gives them in an array of one class, and here it is another. */
function plain(given: unknown): unknown {
  if (given instanceof Uint8Array) return { bytes: [...given] };
  if (Array.isArray(given)) return given.map(plain);
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(Object.entries(given).map(([key, member]) => [key, plain(member)]));
}

function answerOf(operation: string, items: readonly Record<string, Value>[], units: number): string {
  const marshalled = items.map((item) => toAttributeValue(item)['M']);
  const capacity = { TableName: 't', CapacityUnits: units };
  const first = marshalled[0] === undefined ? {} : { first: marshalled[0] };
  const batch = operation.startsWith('Batch');
  return JSON.stringify({
    ConsumedCapacity: batch ? [capacity] : capacity,
    ...(operation === 'GetItem' ? { Item: first.first } : {}),
    ...(operation === 'UpdateItem' || operation === 'PutItem' ? { Attributes: first.first } : {}),
    ...(operation === 'Query'
      ? { Items: marshalled, Count: items.length, LastEvaluatedKey: first.first }
      : {}),
    ...(operation === 'BatchGetItem'
      ? { Responses: { table: marshalled }, UnprocessedKeys: { table: { Keys: marshalled } } }
      : {}),
    ...(operation === 'BatchWriteItem'
      ? { UnprocessedItems: { table: marshalled.map((Item) => ({ PutRequest: { Item } })) } }
      : {}),
  });
}

test.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, 1n, new Date(0), () => 1])(
  'no attribute can be %s',
  (impossible) => {
    expect(() => toAttributeValue(impossible)).toThrow();
  },
);

test('a type that the store never writes is an error, not a wrong value', () => {
  expect(() => fromBody('{"Item":{"a":{"SS":["x"]}}}')).toThrow(/the type SS/);
  expect(() => fromBody('{"Item":{"a":{}}}')).toThrow(/no type/);
});
