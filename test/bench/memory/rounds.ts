import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { systemTime } from '../../../functions/domain/time.ts';
import { toSessionItem } from '../../../functions/store/sessions/session-item.ts';
import { createDocumentClient } from '../../../functions/store/store.ts';
import { Table } from '../../../functions/store/table/table.ts';
import { type Engine, startEmbeddedEngine } from '../../../infra/local/engine.ts';
import { ensureTable } from '../../../infra/local/table.ts';
import { startDynalite } from '../../support/dynalite.ts';
import { weekOfSessions } from '../support/sessions.ts';
import type { Measured, Task } from './run.ts';

/*
 * Makes sessions and removes them, round after round, in a process of its own that collects its garbage when told
 * to; prints what it has measured. At the end a tenth of the sessions stays.
 */

const { engineName, folder, rounds, sessions } = JSON.parse(process.argv[2] ?? '') as Task;

const engine: Engine =
  engineName === 'dynalite' ? await startDynalite(folder) : await startEmbeddedEngine(folder);
const client = createDocumentClient(engine.clientConfig);
await ensureTable(client, 'rounds');
const table = new Table(client, 'rounds', systemTime);

const items = [...weekOfSessions(['bot'], sessions)]
  .flat()
  .map((session) => toSessionItem('rounds', session));
const partition = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': items[0]?.pk } };

async function round(kept: number): Promise<void> {
  await table.batchWrite(items.map((item) => ({ put: item })));
  for await (const _ of table.query(partition));
  await table.batchWrite(items.slice(kept).map(({ pk, sk }) => ({ delete: { pk, sk } })));
}

/** Bytes of heap and buffers once nothing is left to collect. */
async function memory(): Promise<number> {
  for (let times = 0; times < 3; times++) {
    await sleep(50);
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function contentBytes(): Promise<number> {
  let bytes = 0;
  for (const IndexName of [undefined, 'botId-start_time']) {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: 'rounds', ExclusiveStartKey, ...(IndexName && { IndexName }) }),
      );
      for (const item of page.Items ?? []) bytes += Buffer.byteLength(JSON.stringify(item));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
  return bytes;
}

const folderBytes = (path: string): number =>
  readdirSync(path, { withFileTypes: true }).reduce((sum, entry) => {
    const inside = join(path, entry.name);
    return sum + (entry.isDirectory() ? folderBytes(inside) : statSync(inside).size);
  }, 0);

const bytes: number[] = [];
for (let done = 0; done < rounds; done++) {
  await round(0);
  bytes.push(await memory());
}
await round(sessions / 10);
// What is done behind the calls comes to its end.
await sleep(2_000);
const measured: Measured = {
  memory: bytes,
  ...(folder === undefined ? {} : { content: await contentBytes(), folder: folderBytes(folder) }),
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
client.destroy();
await engine.close();
