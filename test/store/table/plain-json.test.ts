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
import { anyCharacter } from '../../support/any-character.ts';
import { assertRuns } from '../../support/time-box.ts';

/* Calls and answers that are written and read as the JSON that they are: the same as the SDK makes of them. */

const base64 = fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const numberText = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map(String),
);
// The SDK loses a member that is called so.
const nameOf = (given: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  given.filter((name) => name !== '__proto__');
const { attribute } = fc.letrec<{ attribute: object }>((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 3 },
    fc.record({ S: fc.string({ unit: anyCharacter }) }),
    fc.record({ N: numberText }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant({ NULL: true }),
    fc.record({ B: base64 }),
    fc.record({ SS: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }) }),
    fc.record({ NS: fc.uniqueArray(numberText, { minLength: 1, maxLength: 3, selector: Number }) }),
    fc.record({ L: fc.array(tie('attribute'), { maxLength: 3 }) }),
    fc.record({ M: fc.dictionary(nameOf(fc.string()), tie('attribute'), { maxKeys: 3 }) }),
  ),
}));
const item = fc.dictionary(nameOf(fc.string({ minLength: 1 })), attribute, { maxKeys: 4 });
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

function clients(
  statusCode: number,
  answer: object,
  requestHandler: object = answering(statusCode, answer),
): DynamoDBDocumentClient[] {
  const config = {
    region: 'us-east-1',
    endpoint: 'http://localhost:1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: requestHandler as ReturnType<typeof answering>,
    maxAttempts: 1,
  };
  return [
    createDocumentClient(config),
    DynamoDBDocumentClient.from(new DynamoDBClient(config), {
      marshallOptions: { removeUndefinedValues: true },
    }),
  ];
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
  await assertRuns(
    fc.asyncProperty(call as fc.Arbitrary<readonly [GetCommand, object]>, async ([command, answer]) => {
      const [ours, theirs] = clients(200, answer);
      const { $metadata, ...output } = (await ours?.send(command)) ?? {};
      const { $metadata: expected, ...rest } = (await theirs?.send(command)) ?? {};
      expect(output).toEqual(rest);
      expect($metadata?.requestId).toBe(expected?.requestId);
    }),
  );
});

// As the application has attributes.
const { native } = fc.letrec<{ native: unknown }>((tie) => ({
  native: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.uint8Array({ minLength: 1, maxLength: 4 }),
    fc
      .uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 })
      .map((texts) => new Set(texts)),
    fc.array(tie('native'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'B', 'BS', 'ö'), tie('native'), { maxKeys: 3 }),
  ),
}));
const anyItem = fc.dictionary(fc.constantFrom('pk', 'B', 'x y'), native, { maxKeys: 3 });

test('a call is sent as the SDK sends it', async () => {
  const sent: unknown[] = [];
  const handler = {
    handle: async ({ body }: { body: string | Uint8Array }) => {
      // Not by a method of the SDK's bytes, which warn where one of a string is called.
      const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
      sent.push(JSON.parse(text));
      return answering(200, {}).handle();
    },
  };
  const pair = clients(200, {}, handler);
  await assertRuns(
    fc.asyncProperty(anyItem, anyItem, async (Item, Key) => {
      const requests = [{ PutRequest: { Item } }, { DeleteRequest: { Key } }];
      const ExpressionAttributeValues = { ':one': Item, ':two': Key };
      for (const command of [
        new BatchWriteCommand({ RequestItems: { t: requests } }),
        new UpdateCommand({ ...table, Key, UpdateExpression: 'SET #a = :one', ExpressionAttributeValues }),
        new QueryCommand({ ...table, Limit: 3, ConsistentRead: true, ExclusiveStartKey: undefined }),
      ]) {
        for (const client of pair) await client.send(command as QueryCommand);
        const [ours, theirs] = sent.splice(0);
        expect(ours).toEqual(theirs);
      }
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
