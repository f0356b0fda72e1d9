import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocumentClient } from '../../../../functions/store/store.ts';
import { type Engine, startEmbeddedEngine } from '../../../../infra/local/engine.ts';
import { ensureTable } from '../../../../infra/local/table.ts';

/* Units as DynamoDB counts them (AWS: "DynamoDB capacity units", "Global secondary indexes"). */

const TableName = 'capacity';
const asked = { TableName, ReturnConsumedCapacity: 'INDEXES' } as const;
let engine: Engine;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startEmbeddedEngine();
  client = createDocumentClient(engine.clientConfig);
  await ensureTable(client, TableName);
});
afterAll(async () => {
  client.destroy();
  await engine.close();
});

interface Output {
  ConsumedCapacity?: Consumed | Consumed[] | undefined;
}
interface Consumed {
  CapacityUnits?: number | undefined;
  Table?: { CapacityUnits?: number | undefined } | undefined;
  GlobalSecondaryIndexes?: Record<string, { CapacityUnits?: number | undefined }> | undefined;
}

/** In all, of the table, of the index. */
function units({ ConsumedCapacity }: Output): (number | undefined)[] {
  const [{ CapacityUnits, Table, GlobalSecondaryIndexes } = {}] = [ConsumedCapacity ?? []].flat();
  return [CapacityUnits, Table?.CapacityUnits, GlobalSecondaryIndexes?.['botId-start_time']?.CapacityUnits];
}

/** An item of so many bytes: names and values, each character of the filling two of them. */
const itemOf = (sk: string, bytes: number, more: Record<string, unknown> = {}) => {
  const Item = { pk: 'p', sk, ...more, t: '' };
  const own = Object.entries(Item).reduce(
    (sum, [name, value]) => sum + name.length + String(value).length,
    0,
  );
  return { ...Item, t: 'ä'.repeat((bytes - own) / 2) };
};
const put = (Item: Record<string, unknown>) => client.send(new PutCommand({ ...asked, Item }));
const get = (sk: string, ConsistentRead: boolean) =>
  client.send(new GetCommand({ ...asked, Key: { pk: 'p', sk }, ConsistentRead }));

test('a write costs a unit for each begun KB of the larger item, before or after', async () => {
  expect(units(await put(itemOf('aa', 1024)))).toEqual([1, 1, undefined]);
  expect(units(await put(itemOf('aa', 1026)))).toEqual([2, 2, undefined]);
  expect(units(await put(itemOf('aa', 500)))).toEqual([2, 2, undefined]);
  expect(units(await client.send(new DeleteCommand({ ...asked, Key: { pk: 'p', sk: 'none' } })))).toEqual([
    1,
    1,
    undefined,
  ]);
});

test('a read costs a unit for each begun 4 KB, half of it where it may be late, also of what is not there', async () => {
  await put(itemOf('bb', 4096));
  await put(itemOf('cc', 4098));

  expect(units(await get('bb', true))).toEqual([1, 1, undefined]);
  expect(units(await get('cc', true))).toEqual([2, 2, undefined]);
  expect(units(await get('cc', false))).toEqual([1, 1, undefined]);
  expect(units(await get('none', true))).toEqual([1, 1, undefined]);
  expect(units(await get('none', false))).toEqual([0.5, 0.5, undefined]);
  const Keys = ['bb', 'cc', 'none'].map((sk) => ({ pk: 'p', sk }));
  const batch = await client.send(
    new BatchGetCommand({
      RequestItems: { [TableName]: { Keys, ConsistentRead: true } },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  expect(units(batch)).toEqual([4, 4, undefined]);
});

test('the index costs what its entry is: put, moved, changed, left alone, removed', async () => {
  const entry = { botId: 'bot', start_time: '1' };
  const update = (UpdateExpression: string, value?: unknown) =>
    client.send(
      new UpdateCommand({
        ...asked,
        Key: { pk: 'p', sk: 'dd' },
        UpdateExpression,
        ...(value !== undefined && { ExpressionAttributeValues: { ':v': value } }),
      }),
    );

  expect(units(await put(itemOf('dd', 3000, entry)))).toEqual([4, 3, 1]);
  expect(units(await update('SET start_time = :v', '2'))).toEqual([5, 3, 2]);
  expect(units(await update('SET f = :v', 'x'.repeat(1024)))).toEqual([6, 4, 2]);
  expect(units(await update('SET extra = :v', 1))).toEqual([4, 4, undefined]);
  expect(units(await update('REMOVE botId'))).toEqual([6, 4, 2]);
  const requests = [1, 2].map((number) => ({
    PutRequest: { Item: itemOf(`e${number}`, 3000, { ...entry, start_time: String(number) }) },
  }));
  const batch = new BatchWriteCommand({
    RequestItems: { [TableName]: requests },
    ReturnConsumedCapacity: 'INDEXES',
  });
  expect(units(await client.send(batch))).toEqual([8, 6, 2]);
});

test('a query costs what it reads in all, and ends a page behind the item that fills 1 MB', async () => {
  const count = 12;
  for (let index = 10; index < 10 + count; index++) {
    await put({ ...itemOf(String(index), 100_000), pk: 'q', botId: 'many', start_time: String(index) });
  }
  const query = (more: object) =>
    client.send(
      new QueryCommand({
        ...asked,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': 'q' },
        ...more,
      }),
    );

  const first = await query({ ConsistentRead: true });
  expect([first.Count, first.LastEvaluatedKey]).toEqual([11, { pk: 'q', sk: '20' }]);
  const read = (first.Items ?? []).reduce(
    (sum, item) =>
      sum + 100_000 + 'botIdmany'.length + 'start_time'.length + String(item['start_time']).length,
    0,
  );
  expect(units(first)).toEqual([Math.ceil(read / 4096), Math.ceil(read / 4096), undefined]);
  const rest = await query({ ExclusiveStartKey: first.LastEvaluatedKey, Select: 'COUNT' });
  expect([rest.Count, rest.Items, rest.LastEvaluatedKey]).toEqual([1, undefined, undefined]);

  const ofIndex = await query({
    IndexName: 'botId-start_time',
    KeyConditionExpression: 'botId = :p',
    ExpressionAttributeValues: { ':p': 'many' },
  });
  expect([ofIndex.Count, ...units(ofIndex)]).toEqual([count, 0.5, 0, 0.5]);
  expect(Object.keys(ofIndex.Items?.[0] ?? {}).sort()).toEqual(['botId', 'pk', 'sk', 'start_time']);
});
