import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAccount } from '../../control/data/support.ts';
import { control } from '../control.ts';
import { atCutOffs } from '../cut-offs.ts';
import { type Instance, type SharedTable, tableName } from '../instances.ts';
import { type Interceptor, isRead } from '../intercept.ts';
import { Layered, start } from './layered.ts';

let layered: Layered;
let table: SharedTable;
let here: Instance;

beforeAll(async () => {
  layered = await Layered.start();
  ({ table, here } = layered);
});
afterAll(() => table.close());

const row = (number: number, day: number, bot = 1) => ({
  sessionId: `s-${number}`,
  botId: `st-${bot}`,
  userId: 'u-1',
  start_time: new Date(start - day * 86_400_000 - number * 1000).toISOString(),
});
const rows = (count: number) => Array.from({ length: count }, (_, number) => row(number, number % 4));

/** An account on four layers below its own: its sessions moved, came back and went on the way. */
async function deep(): Promise<{ account: TestAccount; ids: string[] }> {
  const account = await layered.create({ bots: [{ botId: 'st-1' }, { botId: 'st-2' }], seed: rows(12) });
  const change = async (put: unknown[], removed: number[], name: string): Promise<void> => {
    await control(here, 'POST', `${account.path}/sessions`, put);
    const query = removed.map((number) => `sessionId=s-${number}`).join('&');
    await control(here, 'DELETE', `${account.path}/sessions?${query}`);
    // So that it is only put on more layers, not taken off any.
    await here.store.sessionWriter.hold(await layered.read(account), (lease) =>
      here.store.dataSets.keep(lease.head, lease, layered.now, name),
    );
  };
  await change([row(0, 3), row(1, 1, 2), row(20, 0)], [2, 3], 'a');
  await change([row(2, 2), row(20, 1)], [4, 0], 'b');
  await change([row(0, 0), row(1, 1), row(21, 5)], [5, 20], 'c');
  await control(here, 'POST', `${account.path}/sessions`, [row(6, 2, 2)]);
  const gone = [3, 4, 5];
  const ids = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 21].filter((number) => !gone.includes(number));
  return { account, ids: ids.map((number) => `s-${number}`) };
}

async function expectContent(account: TestAccount, ids: readonly string[]): Promise<void> {
  const { total, sessions } = await account.page(table.startInstance(), { limit: 100 });
  expect(total).toBe(ids.length);
  expect(sessions.map(({ sessionId }) => sessionId).sort()).toEqual([...ids].sort());
  const bots = new Map(sessions.map(({ sessionId, botId }) => [sessionId, botId]));
  expect([bots.get('s-1'), bots.get('s-6')]).toEqual(['st-1', 'st-2']);
  const exported = (await account.exportAll(here)).split('\n').filter((line) => line !== '');
  expect(exported).toHaveLength(ids.length);
}

async function flatten(account: TestAccount, interceptor?: Interceptor): Promise<void> {
  const { store } = table.startInstance(interceptor);
  await (await store.flattening()).flatten(await layered.read(account), layered.now, 8_000);
}

test('many layers become few, and say the same', async () => {
  const { account, ids } = await deep();
  expect((await layered.read(account)).layers).toHaveLength(5);
  await expectContent(account, ids);
  await flatten(account);
  expect((await layered.read(account)).layers).toHaveLength(3);
  await expectContent(account, ids);
  await layered.sweep(2 * 3_600_000);
  await expectContent(account, ids);
  expect(await control(here, 'POST', `${account.path}/reset`)).toMatchObject({ written: 12 });
  await control(here, 'DELETE', account.path);
  await layered.sweep(2 * 3_600_000);
});

test('cut off after any of its writes, nothing is lost and nothing left', async () => {
  await atCutOffs(4, async (after) => {
    const { account, ids } = await deep();
    let writes = 0;
    await flatten(account, async (command, send) => {
      // Where nothing is written nothing changes.
      if (!isRead(command) && ++writes > after) throw new Error('killed');
      return send(command);
    }).catch(() => undefined);
    await expectContent(account, ids);
    await layered.sweep(61_000);
    await layered.sweep(2 * 3_600_000);
    await expectContent(account, ids);
    await flatten(account);
    expect((await layered.read(account)).layers).toHaveLength(3);
    await expectContent(account, ids);
    await control(here, 'DELETE', account.path);
    await layered.sweep(2 * 3_600_000);
    await layered.sweep(61_000);
    const { Items = [] } = await table.client.send(new ScanCommand({ TableName: tableName }));
    const left = Items.map(({ pk, sk }) => `${pk}/${sk}`).filter((key) => !key.startsWith('DEPLOYMENT'));
    expect(left, `after ${after}`).toEqual([]);
    return { wasCutOff: writes > after, writes };
  });
}, 600_000);
