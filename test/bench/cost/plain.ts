import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { botIndexKey, startIndexRange } from '../../../functions/store/table/keys.ts';
import { askCost, countRead, noUsage, type Usage } from '../../../functions/store/table/meter.ts';
import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import { tableName } from '../../store/instances.ts';
import type { LoadedTable } from '../support/loaded-table.ts';
import { week } from '../support/sessions.ts';
import { type Depth, depths, skipOf } from './requests.ts';
import { type PageCost, pageLimit } from './states.ts';

const { sessionIndex, partitionKey, sortKey } = tableDefinition;

/** What a page costs at each depth without anything remembered. */
export interface PlainCost {
  sessions: number;
  depths: { depth: Depth; skip: number; cost: PageCost }[];
}

/**
 * The plain way to answer a page: count the index over the window, walk it to the offset, get the rows. Only
 * for comparison; the account and its apps, which a server has to read as well, are not in it.
 */
export async function measurePlain(table: LoadedTable): Promise<PlainCost> {
  const range = await indexRange(table);
  const found: PlainCost['depths'] = [];
  for (const depth of depths) {
    const skip = skipOf(depth, table.sessions, pageLimit);
    const usage = noUsage();
    await plainPage(table.shared.client, range, skip, table.sessions, usage);
    found.push({ depth, skip, cost: { calls: usage.calls, readUnits: usage.readUnits, requests: 1 } });
  }
  return { sessions: table.sessions, depths: found };
}

/** The query for a bot's sessions of the week. */
async function indexRange({ account, start }: LoadedTable) {
  const dataSet = await start().store.accounts.read(account.accountId);
  if (!dataSet) throw new Error(`The account ${account.accountId} is not there.`);
  const { from, to } = startIndexRange({ from: Date.parse(week.dateFrom), to: Date.parse(week.dateTo) });
  return {
    TableName: tableName,
    IndexName: sessionIndex.name,
    KeyConditionExpression: '#bot = :bot AND #start BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#bot': sessionIndex.partitionKey, '#start': sessionIndex.sortKey },
    ExpressionAttributeValues: {
      ':bot': botIndexKey(dataSet, account.botIds[0] ?? ''),
      ':from': from,
      ':to': to,
    },
  };
}

type IndexRange = Awaited<ReturnType<typeof indexRange>>;
type Key = Record<string, unknown>;

async function plainPage(
  client: DynamoDBDocumentClient,
  range: IndexRange,
  skip: number,
  expectedTotal: number,
  usage: Usage,
): Promise<void> {
  const total = await count(client, range, usage);
  if (total !== expectedTotal) throw new Error(`The index has ${total} of ${expectedTotal} sessions.`);
  const keys = await walk(client, range, skip, usage);
  const output = await client.send(
    new BatchGetCommand({
      RequestItems: { [tableName]: { Keys: keys, ConsistentRead: true } },
      ...askCost(usage),
    }),
  );
  countRead(usage, output);
  const expected = Math.min(pageLimit, total - skip);
  if (output.Responses?.[tableName]?.length !== expected) throw new Error('The plain page lacks rows.');
}

async function count(client: DynamoDBDocumentClient, range: IndexRange, usage: Usage): Promise<number> {
  let total = 0;
  let start: Key | undefined;
  do {
    const output = await client.send(
      new QueryCommand({ ...range, Select: 'COUNT', ExclusiveStartKey: start, ...askCost(usage) }),
    );
    countRead(usage, output);
    total += output.Count ?? 0;
    start = output.LastEvaluatedKey;
  } while (start);
  return total;
}

/** Keys of the page, newest first, found by reading everything before it. */
async function walk(
  client: DynamoDBDocumentClient,
  range: IndexRange,
  skip: number,
  usage: Usage,
): Promise<Key[]> {
  const keys: Key[] = [];
  let seen = 0;
  let start: Key | undefined;
  do {
    const output = await client.send(
      new QueryCommand({
        ...range,
        ScanIndexForward: false,
        Limit: skip + pageLimit - seen,
        ExclusiveStartKey: start,
        ...askCost(usage),
      }),
    );
    countRead(usage, output);
    for (const item of output.Items ?? []) {
      if (seen >= skip) keys.push({ [partitionKey]: item[partitionKey], [sortKey]: item[sortKey] });
      seen += 1;
    }
    start = output.LastEvaluatedKey;
  } while (start && seen < skip + pageLimit);
  return keys;
}
