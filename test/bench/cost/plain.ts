import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { indexPartitions, startIndexRange } from '../../../functions/store/table/keys.ts';
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
  const ranges = await indexRanges(table);
  const found: PlainCost['depths'] = [];
  for (const depth of depths) {
    const skip = skipOf(depth, table.sessions, pageLimit);
    const usage = noUsage();
    await plainPage(table.shared.client, ranges, skip, table.sessions, usage);
    found.push({ depth, skip, cost: { calls: usage.calls, readUnits: usage.readUnits, requests: 1 } });
  }
  return { sessions: table.sessions, depths: found };
}

/** The queries for a bot's sessions of the week, newest day first. */
async function indexRanges({ account, start }: LoadedTable) {
  const stored = await start().store.accounts.read(account.accountId);
  if (!stored) throw new Error(`The account ${account.accountId} is not there.`);
  const window = { from: Date.parse(week.dateFrom), to: Date.parse(week.dateTo) };
  const { from, to } = startIndexRange(window);
  const partitions = indexPartitions(stored.layers[0].name, account.botIds[0] ?? '', window);
  return partitions.reverse().map((bot) => ({
    TableName: tableName,
    IndexName: sessionIndex.name,
    KeyConditionExpression: '#bot = :bot AND #start BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#bot': sessionIndex.partitionKey, '#start': sessionIndex.sortKey },
    ExpressionAttributeValues: {
      ':bot': bot,
      ':from': from,
      ':to': to,
    },
  }));
}

type IndexRanges = Awaited<ReturnType<typeof indexRanges>>;
type Key = Record<string, unknown>;

async function plainPage(
  client: DynamoDBDocumentClient,
  ranges: IndexRanges,
  skip: number,
  expectedTotal: number,
  usage: Usage,
): Promise<void> {
  const total = await count(client, ranges, usage);
  if (total !== expectedTotal) throw new Error(`The index has ${total} of ${expectedTotal} sessions.`);
  const keys = await walk(client, ranges, skip, usage);
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

async function count(client: DynamoDBDocumentClient, ranges: IndexRanges, usage: Usage): Promise<number> {
  let total = 0;
  for (const range of ranges) {
    let start: Key | undefined;
    do {
      const output = await client.send(
        new QueryCommand({ ...range, Select: 'COUNT', ExclusiveStartKey: start, ...askCost(usage) }),
      );
      countRead(usage, output);
      total += output.Count ?? 0;
      start = output.LastEvaluatedKey;
    } while (start);
  }
  return total;
}

/** Keys of the page, newest first, found by reading everything before it. */
async function walk(
  client: DynamoDBDocumentClient,
  ranges: IndexRanges,
  skip: number,
  usage: Usage,
): Promise<Key[]> {
  const keys: Key[] = [];
  let seen = 0;
  for (const range of ranges) {
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
    if (seen >= skip + pageLimit) break;
  }
  return keys;
}
