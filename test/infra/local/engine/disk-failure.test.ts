import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeFailureText } from '../../../../functions/store/failure-text.ts';
import { createDocumentClient } from '../../../../functions/store/store.ts';
import { type Engine, startEmbeddedEngine } from '../../../../infra/local/engine.ts';
import { ensureTable } from '../../../../infra/local/table.ts';
import { indexBeside, removeFolder, scanAll, temporaryFolder, withFolder } from './use-engine.ts';

const table = 'failing';
let folder: string;
let engine: Engine;
let client: DynamoDBDocumentClient;
const said: string[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  engine = await startEmbeddedEngine(join(folder, 'data'), (line) => said.push(line));
  client = createDocumentClient({ ...engine.clientConfig, maxAttempts: 1 });
  await ensureTable(client, table);
});
afterEach(async () => {
  client.destroy();
  await engine.close();
  removeFolder(folder);
});

const filling = 'x'.repeat(100_000);

/** Writes items of 100 KB until the disk fails or there are so many more. */
async function write(acknowledged: number[], most: number): Promise<unknown> {
  for (let count = 0; count < most; count++) {
    const number = acknowledged.length + 1_000;
    const Item = { pk: 'p', sk: String(number), botId: 'bot', start_time: String(number), filling };
    try {
      await client.send(new PutCommand({ TableName: table, Item }));
    } catch (error) {
      return error;
    }
    acknowledged.push(number);
  }
  return undefined;
}

const kept = async (reader: DynamoDBDocumentClient): Promise<number[]> =>
  (await scanAll(reader, { TableName: table })).map(({ sk }) => Number(sk)).sort((a, b) => a - b);

test('a disk that takes no more is a failure of the call; nothing is lost, and it goes on when it takes more', async () => {
  const acknowledged: number[] = [];
  expect(await write(acknowledged, 10)).toBeUndefined();

  // LevelDB can make no new file: to it the disk is full.
  renameSync(join(folder, 'data'), join(folder, 'away'));
  const failure = await write(acknowledged, 200);
  expect(failure).toMatchObject({ name: 'InternalServerError', $metadata: { httpStatusCode: 500 } });
  expect(storeFailureText(failure as Error)).toBe(
    'DynamoDB did not answer as it should (InternalServerError: The data could not be read or written: No such file or directory).',
  );
  expect(await write(acknowledged, 1)).toMatchObject({ name: 'InternalServerError' });
  expect(await kept(client)).toEqual(acknowledged);

  expect(said).toEqual([
    expect.stringMatching(/^The data folder .+ cannot be read or written: .+\. Until it can/),
  ]);

  renameSync(join(folder, 'away'), join(folder, 'data'));
  expect(await write(acknowledged, 100)).toBeUndefined();
  expect(said.slice(1)).toEqual([expect.stringMatching(/^The data folder .+ can be written again\.$/)]);
  expect(await kept(client)).toEqual(acknowledged);

  await engine.close();
  await withFolder(join(folder, 'data'), table, async (reader) => {
    expect(await kept(reader)).toEqual(acknowledged);
    const { index, expected } = await indexBeside(reader, table);
    expect(index).toEqual(expected);
  });
}, 60_000);
