import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../../../../functions/store/store.ts';
import { tableDefinition } from '../../../../functions/store/table/table-definition.ts';
import { type Engine, startEmbeddedEngine } from '../../../../infra/local/engine.ts';
import { ensureTable } from '../../../../infra/local/table.ts';

export type Attributes = Record<string, unknown>;

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'kore-sessions-engine-'));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Does work with an engine that has the table, and closes it. */
export async function withEngine<T>(
  start: () => Promise<Engine>,
  tableName: string,
  work: (client: DynamoDBDocumentClient) => Promise<T>,
): Promise<T> {
  const engine = await start();
  const client = createDocumentClient(engine.clientConfig);
  try {
    await ensureTable(client, tableName);
    return await work(client);
  } finally {
    client.destroy();
    await engine.close();
  }
}

export const withFolder = <T>(
  folder: string,
  tableName: string,
  work: (client: DynamoDBDocumentClient) => Promise<T>,
): Promise<T> => withEngine(() => startEmbeddedEngine(folder), tableName, work);

/** Everything of the table, or of its index. */
export async function scanAll(
  client: DynamoDBDocumentClient,
  input: ScanCommandInput,
): Promise<Attributes[]> {
  const items: Attributes[] = [];
  let start: Attributes | undefined;
  do {
    const page = await client.send(new ScanCommand({ ...input, ExclusiveStartKey: start }));
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

const { name: IndexName, partitionKey, sortKey, nonKeyAttributes } = tableDefinition.sessionIndex;
const indexed = ['pk', 'sk', partitionKey, sortKey, ...nonKeyAttributes];
const byKey = (a: Attributes, b: Attributes): number => (textOf(a) < textOf(b) ? -1 : 1);
const textOf = ({ pk, sk }: Attributes): string => JSON.stringify([pk, sk]);

/** What the index holds, and what it is to hold by the table's items; sorted by their keys. */
export async function indexBeside(
  client: DynamoDBDocumentClient,
  TableName: string,
): Promise<{ index: Attributes[]; expected: Attributes[] }> {
  const items = await scanAll(client, { TableName });
  const index = await scanAll(client, { TableName, IndexName });
  const expected = items
    .filter((item) => item[partitionKey] !== undefined && item[sortKey] !== undefined)
    .map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => indexed.includes(name))));
  return { index: index.sort(byKey), expected: expected.sort(byKey) };
}
