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
import fc from 'fast-check';
import type { Attributes } from './use-engine.ts';

/** A call of a history, to the table whose name it is given; whoever makes it does not know the engine. */
export interface Call {
  name: string;
  input: Attributes;
}

const keys = fc.record({
  pk: fc.constantFrom('p1', 'p2'),
  sk: fc.constantFrom('a', 'aa', 'b', 'ä', 'z\u{1f600}', '\uffff'),
});
const botId = fc.constantFrom('bot 1', 'bot 2');
const comparable = fc.oneof(
  fc.constantFrom('', 'x', 'ax', 'ä'),
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom(0.5, -1.25, 1e20),
  fc.boolean(),
  fc.constant(null),
  fc.constant(new Set(['x', 'y'])),
  fc.constant(new Uint8Array([0, 1, 255])),
);
// Of lists and maps dynalite takes none to be equal.
const value = fc.oneof(
  { weight: 3, arbitrary: comparable },
  fc.constant(['x', 2]),
  fc.constant({ x: 1, y: ['x'] }),
);

const item = fc
  .record({ key: keys, botId, start: fc.nat(3), n: value, m: value, f: value }, { requiredKeys: ['key'] })
  .map(({ key, start, ...attributes }) => ({
    ...key,
    ...attributes,
    // Who comes first of equal starts is not said.
    ...(start === undefined ? {} : { start_time: `${start}#${key.pk}${key.sk}` }),
  }));

const expression = <T>(texts: readonly T[]) => fc.constantFrom(...texts);
const names = { '#n': 'n', '#m': 'm', '#f': 'f' };

/** Only what an expression uses may be said. */
function placeholders(texts: readonly (string | undefined)[], values: Attributes): Attributes {
  const text = texts.join(' ');
  const used = <T>(all: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => new RegExp(`${name}\\b`).test(text)));
  const [usedNames, usedValues] = [used(names), used(values)];
  return {
    ...(Object.keys(usedNames).length > 0 && { ExpressionAttributeNames: usedNames }),
    ...(Object.keys(usedValues).length > 0 && { ExpressionAttributeValues: usedValues }),
  };
}

const conditions = [
  undefined,
  'attribute_exists(pk)',
  'attribute_not_exists(pk)',
  '#n = :v',
  '#n <> :v AND attribute_exists(#m)',
  '#n < :w OR NOT #m > :w',
  '#n BETWEEN :one AND :w',
  '#n IN (:among, :w)',
  'begins_with(#n, :text)',
  'contains(#m, :text) OR contains(#n, :text)',
  'size(#m) >= :one',
  'attribute_exists(#m.x) AND NOT (#m.y[0] = :text)',
  '(#n = :v OR #m = :v) AND #f = :v',
];
// Dynalite finds neither an empty text nor `false` in a list.
const foundInList = comparable.filter((each) => each !== '' && each !== false);
const drawn = fc.record({ v: comparable, among: foundInList, w: fc.integer({ min: 1, max: 9 }) });
const values = drawn.map(({ v, among, w }) => ({
  ':v': v,
  ':among': among,
  ':w': w,
  ':one': 1,
  ':text': 'x',
  ':set': new Set(['x', 'z']),
  ':list': [1],
}));

const updates = [
  'SET #n = :v',
  'SET #n = :v, #f = :text REMOVE #m',
  'SET #n = #n + :one',
  'SET #n = if_not_exists(#n, :w) - :one',
  'SET #m.x = :v',
  'SET #m = list_append(#m, :list)',
  'SET #m[1] = :v',
  'SET #f = #n, #n = :v',
  'ADD #n :one',
  'ADD #m :set',
  'DELETE #m :set',
  'REMOVE #m.x, #n',
  'REMOVE #m[0]',
  'REMOVE botId',
  'SET start_time = :text',
  'SET pk = :text',
];
const returns = expression(['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'] as const);

const put = fc
  .tuple(item, expression(conditions), values, fc.boolean())
  .map(([Item, ConditionExpression, given, old]) => ({
    name: 'put',
    input: {
      Item,
      ConditionExpression,
      ...placeholders([ConditionExpression], given),
      ReturnValues: old ? 'ALL_OLD' : 'NONE',
    },
  }));
const update = fc
  .tuple(keys, expression(updates), expression(conditions), values, returns)
  .map(([Key, UpdateExpression, ConditionExpression, given, ReturnValues]) => ({
    name: 'update',
    input: {
      Key,
      UpdateExpression,
      ConditionExpression,
      ReturnValues,
      ...placeholders([UpdateExpression, ConditionExpression], given),
    },
  }));
const remove = fc.tuple(keys, expression(conditions), values).map(([Key, ConditionExpression, given]) => ({
  name: 'delete',
  input: {
    Key,
    ConditionExpression,
    ReturnValues: 'ALL_OLD',
    ...placeholders([ConditionExpression], given),
  },
}));
const projections = expression([undefined, '#m, sk', '#m.x, #n', '#m[0], #m[1]']);
const get = fc.tuple(keys, projections).map(([Key, ProjectionExpression]) => ({
  name: 'get',
  input: { Key, ProjectionExpression, ConsistentRead: true, ...placeholders([ProjectionExpression], {}) },
}));
const range = expression([
  '',
  'sk = :a',
  'sk < :b',
  'sk <= :b',
  'sk > :a',
  'sk >= :a',
  'sk BETWEEN :a AND :b',
  'begins_with(sk, :a)',
]);
const paging = fc.record({
  Limit: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  ScanIndexForward: fc.boolean(),
});
const query = fc
  .tuple(range, expression(conditions), projections, values, paging, fc.boolean())
  .map(([key, filter, ProjectionExpression, given, pages, countOnly]) => {
    const KeyConditionExpression = key === '' ? 'pk = :pk' : `pk = :pk AND ${key}`;
    const asked = countOnly ? { Select: 'COUNT' } : { ProjectionExpression };
    const texts = [KeyConditionExpression, filter, countOnly ? undefined : ProjectionExpression];
    const all = { ...given, ':pk': 'p1', ':a': 'a', ':b': 'b' };
    return {
      name: 'query',
      input: {
        KeyConditionExpression,
        FilterExpression: filter,
        ...asked,
        ...pages,
        ...placeholders(texts, all),
      },
    };
  });
const queryIndex = fc.tuple(botId, paging, fc.boolean()).map(([bot, pages, narrow]) => ({
  name: 'query',
  input: {
    IndexName: 'botId-start_time',
    KeyConditionExpression: narrow ? 'botId = :bot AND start_time BETWEEN :from AND :to' : 'botId = :bot',
    ExpressionAttributeValues: { ':bot': bot, ...(narrow && { ':from': '1', ':to': '2$' }) },
    ...pages,
  },
}));
const batchGet = fc
  .tuple(fc.array(keys, { minLength: 1, maxLength: 4 }), projections)
  .map(([Keys, text]) => ({
    name: 'batchGet',
    input: { Keys, ProjectionExpression: text, ...placeholders([text], {}) },
  }));
const batchWrite = fc
  .array(
    fc.oneof(
      item.map((Item) => ({ PutRequest: { Item } })),
      keys.map((Key) => ({ DeleteRequest: { Key } })),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((requests) => ({ name: 'batchWrite', input: { requests } }));

/** Calls in any order, about few items, so that they meet. */
export const histories: fc.Arbitrary<Call[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: put as fc.Arbitrary<Call> },
    { weight: 3, arbitrary: update as fc.Arbitrary<Call> },
    remove as fc.Arbitrary<Call>,
    get as fc.Arbitrary<Call>,
    { weight: 2, arbitrary: query as fc.Arbitrary<Call> },
    queryIndex as fc.Arbitrary<Call>,
    batchGet as fc.Arbitrary<Call>,
    { weight: 2, arbitrary: batchWrite as fc.Arbitrary<Call> },
  ),
  { minLength: 5, maxLength: 25 },
);

type Send = (client: DynamoDBDocumentClient, table: string, input: Attributes) => Promise<object>;

const senders: Record<string, Send> = {
  put: (client, TableName, input) => client.send(new PutCommand({ TableName, ...input } as never)),
  update: (client, TableName, input) => client.send(new UpdateCommand({ TableName, ...input } as never)),
  delete: (client, TableName, input) => client.send(new DeleteCommand({ TableName, ...input } as never)),
  get: (client, TableName, input) => client.send(new GetCommand({ TableName, ...input } as never)),
  query: allPages,
  batchGet: async (client, table, input) => {
    const output = await client.send(new BatchGetCommand({ RequestItems: { [table]: input as never } }));
    const found = output.Responses?.[table] ?? [];
    return { found: found.map((each) => JSON.stringify(each, plain)).sort() };
  },
  batchWrite: (client, table, { requests }) =>
    client.send(new BatchWriteCommand({ RequestItems: { [table]: requests as never } })),
};

const plain = (_: string, each: unknown): unknown => (each instanceof Set ? [...each].sort() : each);

/** Every page of a query, at most as many as there can be. */
async function allPages(
  client: DynamoDBDocumentClient,
  TableName: string,
  input: Attributes,
): Promise<object> {
  const pages: Attributes[] = [];
  let start: unknown;
  do {
    const command = new QueryCommand({ TableName, ...input, ExclusiveStartKey: start } as never);
    const { $metadata: _, ...page } = await client.send(command);
    pages.push(page);
    start = page.LastEvaluatedKey;
  } while (start && pages.length < 20);
  return { pages };
}

/** What an engine makes of a call: its answer, or the name of its refusal. */
export async function outcome(
  client: DynamoDBDocumentClient,
  table: string,
  { name, input }: Call,
): Promise<unknown> {
  const send = senders[name];
  if (!send) throw new Error(`No call ${name}`);
  try {
    const { $metadata: _, Attributes, ...output } = (await send(client, table, input)) as Attributes;
    // Whether no attributes are told as an empty map is of no interest.
    return { ...output, Attributes: Object.keys(Attributes ?? {}).length > 0 ? Attributes : undefined };
  } catch (error) {
    return { refused: error instanceof Error ? error.name : error };
  }
}
