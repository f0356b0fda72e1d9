import {
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDocumentClient } from '../../../../functions/store/store.ts';
import { type Engine, startEmbeddedEngine } from '../../../../infra/local/engine.ts';
import { ensureTable } from '../../../../infra/local/table.ts';
import type { Attributes } from './use-engine.ts';

/* What DynamoDB refuses, this engine refuses: what works on it works in AWS. */

const TableName = 'refusals';
const key = { pk: 'p', sk: 's' };
let engine: Engine;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startEmbeddedEngine();
  client = createDocumentClient(engine.clientConfig);
  await ensureTable(client, TableName);
  await client.send(new PutCommand({ TableName, Item: { ...key, numbers: [1], word: 'x' } }));
});
afterAll(async () => {
  client.destroy();
  await engine.close();
});

const put = (Item: Attributes, more: Attributes = {}) =>
  client.send(new PutCommand({ TableName, Item, ...more }));
const query = (input: Attributes) => client.send(new QueryCommand({ TableName, ...input }));
const update = (UpdateExpression: string, values?: Attributes) =>
  client.send(
    new UpdateCommand({ TableName, Key: key, UpdateExpression, ExpressionAttributeValues: values }),
  );
const ofPartition = (more: Attributes = {}): Attributes => ({
  KeyConditionExpression: 'pk = :p',
  ExpressionAttributeValues: { ':p': 'p' },
  ...more,
});
const puts = (count: number) => ({
  RequestItems: {
    [TableName]: Array.from({ length: count }, (_, index) => ({
      PutRequest: { Item: { pk: 'b', sk: String(index) } },
    })),
  },
});

describe('a ValidationException tells of', () => {
  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'a key without its sort key',
      () => client.send(new GetCommand({ TableName, Key: { pk: 'p' } })),
      /does not match the schema/,
    ],
    [
      'a key of another type',
      () => client.send(new GetCommand({ TableName, Key: { pk: 'p', sk: 1 } })),
      /does not match the schema/,
    ],
    ['an item without its key', () => put({ pk: 'p' }), /Missing the key sk/],
    ['an empty key', () => put({ pk: '', sk: 's' }), /empty string value. Key: pk/],
    [
      'an empty key of a query',
      () => query(ofPartition({ ExpressionAttributeValues: { ':p': '' } })),
      /empty string/,
    ],
    [
      'a key of the index of another type',
      () => put({ ...key, botId: 1 }),
      /Type mismatch for Index Key botId Expected: S Actual: N/,
    ],
    ['an empty key of the index', () => put({ ...key, botId: '' }), /IndexKey: botId/],
    ['a sort key that is too long', () => put({ pk: 'p', sk: 'x'.repeat(1025) }), /1024 bytes/],
    [
      'an item that is too large',
      () => put({ ...key, word: 'x'.repeat(400 * 1024) }),
      /Item size has exceeded/,
    ],
    [
      'an update that makes it too large',
      () => update('SET a = :a', { ':a': 'x'.repeat(400 * 1024) }),
      /Item size to update/,
    ],
    [
      'an empty set',
      () =>
        client.send(
          new PutItemCommand({ TableName, Item: { pk: { S: 'p' }, sk: { S: 's' }, set: { SS: [] } } }),
        ),
      /set may not be empty/,
    ],
    [
      'a name that is not used',
      () =>
        put(key, { ConditionExpression: 'attribute_exists(pk)', ExpressionAttributeNames: { '#x': 'x' } }),
      /unused in expressions: keys: \{#x\}/,
    ],
    [
      'a value that is not used',
      () => query(ofPartition({ ExpressionAttributeValues: { ':p': 'p', ':x': 1 } })),
      /unused in expressions: keys: \{:x\}/,
    ],
    [
      'a name that is not there',
      () => put(key, { ConditionExpression: '#x = #y' }),
      /not defined; attribute name: #x/,
    ],
    ['a value that is not there', () => update('SET a = :a'), /not defined; attribute value: :a/],
    [
      'a reserved word',
      () => update('SET name = :a', { ':a': 1 }),
      /reserved keyword; reserved keyword: name/,
    ],
    [
      'an expression that is not one',
      () => update('SET a == :a', { ':a': 1 }),
      /Invalid UpdateExpression: Syntax error; token: "="/,
    ],
    ['an empty expression', () => update(''), /can not be empty/],
    [
      'a function that there is not',
      () => put(key, { ConditionExpression: 'is_there(pk)' }),
      /Invalid function name; function: is_there/,
    ],
    ['a change of the key', () => update('SET sk = :a', { ':a': 'x' }), /Cannot update attribute sk/],
    [
      'a section that comes twice',
      () => update('SET a = :a SET b = :a', { ':a': 1 }),
      /section can only be used once/,
    ],
    ['paths that overlap', () => update('SET a = :a, a.b = :a', { ':a': 1 }), /paths overlap/],
    [
      'a path to nowhere',
      () => update('SET nowhere.a = :a', { ':a': 1 }),
      /document path provided in the update expression is invalid/,
    ],
    [
      'an operand that is not there',
      () => update('SET a = nowhere'),
      /refers to an attribute that does not exist/,
    ],
    ['a sum of texts', () => update('SET a = word + :a', { ':a': 1 }), /incorrect data type/],
    [
      'a query without the partition',
      () => query({ KeyConditionExpression: 'sk = :s', ExpressionAttributeValues: { ':s': 's' } }),
      /missed key schema element: pk/,
    ],
    [
      'a query over partitions',
      () => query(ofPartition({ KeyConditionExpression: 'pk > :p' })),
      /key condition not supported/,
    ],
    [
      'a query on what is no key',
      () => query(ofPartition({ KeyConditionExpression: 'pk = :p AND a = :p' })),
      /missed key schema element: sk/,
    ],
    [
      'bounds the wrong way round',
      () =>
        query({
          KeyConditionExpression: 'pk = :p AND sk BETWEEN :b AND :a',
          ExpressionAttributeValues: { ':p': 'p', ':a': 'a', ':b': 'b' },
        }),
      /upper bound to be greater/,
    ],
    [
      'a filter on the key',
      () => query(ofPartition({ FilterExpression: 'sk = :p' })),
      /non-primary key attributes/,
    ],
    ['a limit of 0', () => query(ofPartition({ Limit: 0 })), /greater than or equal to 1/],
    [
      'a start that is no key',
      () => query(ofPartition({ ExclusiveStartKey: { pk: 'p' } })),
      /starting key is invalid/,
    ],
    [
      'a start outside of the query',
      () => query(ofPartition({ ExclusiveStartKey: { pk: 'q', sk: 's' } })),
      /outside query boundaries/,
    ],
    [
      'an index that there is not',
      () => query(ofPartition({ IndexName: 'none' })),
      /does not have the specified index/,
    ],
    [
      'a consistent read of the index',
      () =>
        query({
          IndexName: 'botId-start_time',
          ConsistentRead: true,
          KeyConditionExpression: 'botId = :p',
          ExpressionAttributeValues: { ':p': 'p' },
        }),
      /Consistent reads are not supported/,
    ],
    [
      'what the index does not have',
      () =>
        query({
          IndexName: 'botId-start_time',
          ProjectionExpression: 'word',
          KeyConditionExpression: 'botId = :p',
          ExpressionAttributeValues: { ':p': 'p' },
        }),
      /does not project \[word\]/,
    ],
    ['more than 25 writes', () => client.send(new BatchWriteCommand(puts(26))), /Too many items/],
    [
      'the same write twice',
      () =>
        client.send(
          new BatchWriteCommand({
            RequestItems: { [TableName]: [{ PutRequest: { Item: key } }, { DeleteRequest: { Key: key } }] },
          }),
        ),
      /duplicates/,
    ],
    [
      'more than 100 reads',
      () =>
        client.send(
          new BatchGetCommand({
            RequestItems: {
              [TableName]: {
                Keys: Array.from({ length: 101 }, (_, index) => ({ pk: 'b', sk: String(index) })),
              },
            },
          }),
        ),
      /Too many items/,
    ],
    [
      'the same read twice',
      () => client.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [key, key] } } })),
      /duplicates/,
    ],
  ])('%s', async (_, act, message) => {
    await expect(act()).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('other refusals', () => {
  test('a batch that is refused writes nothing', async () => {
    await expect(client.send(new BatchWriteCommand(puts(26)))).rejects.toThrow();
    expect((await query({ ...ofPartition(), ExpressionAttributeValues: { ':p': 'b' } })).Count).toBe(0);
  });

  test('a table that there is not', async () => {
    await expect(client.send(new GetCommand({ TableName: 'none', Key: key }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('a condition that does not hold, with the item where it is asked for', async () => {
    const failing = put(key, {
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await expect(failing).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { pk: { S: 'p' }, sk: { S: 's' }, numbers: { L: [{ N: '1' }] }, word: { S: 'x' } },
    });
  });

  test('a call that it does not know', async () => {
    const low = new DynamoDBClient(engine.clientConfig);
    const transaction = new TransactWriteItemsCommand({ TransactItems: [] });
    await expect(low.send(transaction)).rejects.toMatchObject({ name: 'UnknownOperationException' });
    low.destroy();
  });

  test('a call whose signal aborts is not made', async () => {
    const aborted = AbortSignal.abort();
    const item = { pk: 'aborted', sk: 's' };
    const call = client.send(new PutCommand({ TableName, Item: item }), { abortSignal: aborted });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect((await client.send(new GetCommand({ TableName, Key: item }))).Item).toBeUndefined();
  });

  test('nothing for what the AWS SDK finds in the environment', async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_PROFILE: 'nobody',
      AWS_REGION: 'nowhere',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
      AWS_CA_BUNDLE: '/nowhere',
      AWS_CONFIG_FILE: '/dev/null/config',
      AWS_RETRY_MODE: 'sometimes',
      AWS_MAX_ATTEMPTS: 'many',
      AWS_DEFAULTS_MODE: 'odd',
      AWS_USE_FIPS_ENDPOINT: 'maybe',
      AWS_USE_DUALSTACK_ENDPOINT: 'maybe',
      AWS_ACCOUNT_ID_ENDPOINT_MODE: 'odd',
      AWS_AUTH_SCHEME_PREFERENCE: 'none',
      AWS_ENABLE_ENDPOINT_DISCOVERY: 'maybe',
    });
    try {
      const low = new DynamoDBClient(engine.clientConfig);
      expect((await low.send(new ListTablesCommand({}))).TableNames).toEqual([TableName]);
      low.destroy();
    } finally {
      process.env = before;
    }
  });
});
