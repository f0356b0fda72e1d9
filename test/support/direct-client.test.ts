import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { createDocumentClient } from '../../functions/store/store.ts';
import { type Engine, startEmbeddedEngine } from '../../infra/local/engine.ts';
import { ensureTable } from '../../infra/local/table.ts';
import { intercept } from '../store/intercept.ts';
import { directClient } from './direct-client.ts';

const TableName = 'direct';
const Key = { pk: 'p', sk: '1' };
const item = {
  ...Key,
  n: 1.5,
  list: [1, 'two', { deep: null }, true],
  set: new Set(['a', 'b']),
  bytes: new Uint8Array([0, 255]),
  within: { bytes: new Uint8Array([1]), list: [new Uint8Array([2, 3])] },
  ü: '\u{1f600}"',
};
const more = Array.from({ length: 3 }, (_, index) => ({ pk: 'p', sk: `m${index}`, PutRequest: index }));

/** One of every kind of call, in order; the last three are refused. */
const calls = [
  () => new PutCommand({ TableName, Item: { ...item, left: undefined } }),
  () => new PutCommand({ TableName, Item: { ...item, n: 2 }, ReturnValues: 'ALL_OLD' }),
  () => new GetCommand({ TableName, Key, ConsistentRead: true, ReturnConsumedCapacity: 'TOTAL' }),
  () => new GetCommand({ TableName, Key: { pk: 'p', sk: 'none' } }),
  () =>
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: 'SET #n = #n + :one ADD #s :more',
      ExpressionAttributeNames: { '#n': 'n', '#s': 'set' },
      ExpressionAttributeValues: { ':one': 1, ':more': new Set(['c']) },
      ReturnValues: 'ALL_NEW',
    }),
  () =>
    new BatchWriteCommand({
      RequestItems: {
        [TableName]: [
          ...more.map((Item) => ({ PutRequest: { Item } })),
          { DeleteRequest: { Key: { pk: 'p', sk: 'none' } } },
        ],
      },
    }),
  () => new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key, { pk: 'p', sk: 'm1' }] } } }),
  () =>
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'p' },
      Limit: 2,
    }),
  () => new ScanCommand({ TableName, Limit: 1, ExclusiveStartKey: Key }),
  () => new DeleteCommand({ TableName, Key, ReturnValues: 'ALL_OLD' }),
  () => new PutCommand({ TableName, Item: { pk: 'p' } }),
  () =>
    new PutCommand({
      TableName,
      Item: { pk: 'p', sk: 'm0' },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  () => new GetCommand({ TableName: 'none', Key }),
];

/** What a client gives for each call, or how it fails. */
async function answersBy(
  choose: (bySdk: DynamoDBDocumentClient, engine: Engine) => DynamoDBDocumentClient,
): Promise<unknown[]> {
  const engine = await startEmbeddedEngine();
  const bySdk = createDocumentClient(engine.clientConfig);
  await ensureTable(bySdk, TableName);
  const client = choose(bySdk, engine) as unknown as { send: (command: unknown) => Promise<object> };
  const answers: unknown[] = [];
  for (const call of calls) {
    answers.push(
      await client.send(call()).then(
        (answer) => ({ ...answer, $metadata: undefined }),
        ({ name, message, Item }) => ({ name, message, Item }),
      ),
    );
  }
  await engine.close();
  return answers;
}

test('calls that are taken to the engine directly are answered as by the SDK', async () => {
  const sentBySdk: string[] = [];
  const direct = await answersBy((bySdk, engine) => {
    const counted = intercept(bySdk, (command, send) => {
      sentBySdk.push(command.constructor.name);
      return send(command);
    });
    return directClient(counted, engine);
  });
  expect(direct).toEqual(await answersBy((bySdk) => bySdk));
  expect(sentBySdk).toEqual(calls.slice(-3).map((call) => call().constructor.name));
  expect(direct[2]).toMatchObject({ Item: { ...item, n: 2 } });
  expect(direct.slice(-3)).toMatchObject([
    { name: 'ValidationException' },
    { name: 'ConditionalCheckFailedException' },
    { name: 'ResourceNotFoundException' },
  ]);
});
