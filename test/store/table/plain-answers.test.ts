import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDocumentClient } from '../../../functions/store/store.ts';

/* Answers that are read straight from their text are what the SDK makes of them. */

const base64 = fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const numberText = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map(String),
);
const { attribute } = fc.letrec<{ attribute: object }>((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 3 },
    fc.record({ S: fc.string({ unit: 'binary' }) }),
    fc.record({ N: numberText }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant({ NULL: true }),
    fc.record({ B: base64 }),
    fc.record({ SS: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }) }),
    fc.record({ NS: fc.uniqueArray(numberText, { minLength: 1, maxLength: 3, selector: Number }) }),
    fc.record({ L: fc.array(tie('attribute'), { maxLength: 3 }) }),
    fc.record({ M: fc.dictionary(fc.string(), tie('attribute'), { maxKeys: 3 }) }),
  ),
}));
const item = fc.dictionary(fc.string({ minLength: 1 }), attribute, { maxKeys: 4 });
const capacity = { TableName: 't', CapacityUnits: 2.5 };

/** A handler of requests that gives one answer to all. */
const answering = (statusCode: number, answer: object) => ({
  handle: async () => ({
    response: {
      statusCode,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r-1' },
      body: Buffer.from(JSON.stringify(answer)),
    },
  }),
});

function clients(statusCode: number, answer: object): DynamoDBDocumentClient[] {
  const config = {
    region: 'us-east-1',
    endpoint: 'http://localhost:1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: answering(statusCode, answer),
    maxAttempts: 1,
  };
  return [createDocumentClient(config), DynamoDBDocumentClient.from(new DynamoDBClient(config))];
}

const table = { TableName: 't' };
const get = new GetCommand({ ...table, Key: { pk: 'a' } });

const calls = {
  GetItem: fc
    .option(item, { nil: undefined })
    .map((Item) => [get, { Item, ConsumedCapacity: capacity }] as const),
  Query: fc
    .record({
      Items: fc.array(item, { maxLength: 3 }),
      LastEvaluatedKey: fc.option(item, { nil: undefined }),
    })
    .map((answer) => [new QueryCommand(table), { ...answer, Count: 2, ConsumedCapacity: capacity }] as const),
  BatchGetItem: fc
    .record({
      Responses: fc.dictionary(fc.constant('t'), fc.array(item, { maxLength: 3 })),
      Keys: fc.array(item),
    })
    .map(({ Responses, Keys }) => {
      const answer = { Responses, UnprocessedKeys: { t: { Keys, ConsistentRead: true } } };
      return [
        new BatchGetCommand({ RequestItems: {} }),
        { ...answer, ConsumedCapacity: [capacity] },
      ] as const;
    }),
  BatchWriteItem: fc.tuple(item, item).map(([Item, Key]) => {
    const left = [{ PutRequest: { Item } }, { DeleteRequest: { Key } }];
    return [new BatchWriteCommand({ RequestItems: {} }), { UnprocessedItems: { t: left } }] as const;
  }),
  UpdateItem: item.map(
    (Attributes) => [new UpdateCommand({ ...table, Key: { pk: 'a' } }), { Attributes }] as const,
  ),
};

test.each(Object.entries(calls))('%s answers what the SDK answers', async (_name, call) => {
  await fc.assert(
    fc.asyncProperty(call as fc.Arbitrary<readonly [GetCommand, object]>, async ([command, answer]) => {
      const [ours, theirs] = clients(200, answer);
      const { $metadata, ...output } = (await ours?.send(command)) ?? {};
      const { $metadata: expected, ...rest } = (await theirs?.send(command)) ?? {};
      expect(output).toEqual(rest);
      expect($metadata?.requestId).toBe(expected?.requestId);
    }),
  );
});

test.each([
  [400, 'ConditionalCheckFailedException', 'The conditional request failed'],
  [400, 'ProvisionedThroughputExceededException', 'slower'],
  [500, 'InternalServerError', 'later'],
])('a refusal is the one that the SDK makes of it: %d %s', async (status, name, message) => {
  const answer = { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message };
  for (const client of clients(status, answer)) {
    const refusal = await client.send(get).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Error);
    expect(refusal).toMatchObject({ name, message, $metadata: { httpStatusCode: status } });
  }
});
