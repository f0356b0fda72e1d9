import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestAccount } from '../../control/data/support.ts';
import { hurriedTime } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { type Instance, type SharedTable, startSharedTable } from '../instances.ts';
import { isCall } from '../intercept.ts';

const start = Date.parse('2026-03-10T12:00:00.000Z');
let now = start;
let table: SharedTable;
let here: Instance;

beforeAll(async () => {
  table = await startSharedTable(() => now, { time: hurriedTime(() => now) });
  here = table.startInstance();
});
afterAll(() => table.close());

const row = (sessionId: string) => ({
  sessionId,
  botId: 'st-1',
  userId: 'u-1',
  start_time: '2026-03-10T11:00:00.000Z',
});

test.each([
  ['a snapshot', 'PUT', '/snapshots/late', 3],
  ['a removal of all sessions', 'DELETE', '/sessions', 3],
])(
  '%s whose lease is over before its last call arrives does not touch what others write',
  async (_what, method, path, total) => {
    const { account } = await TestAccount.create(here, {
      bots: [{ botId: 'st-1' }],
      clock: { mode: 'frozen', now: new Date(start).toISOString() },
      settings: { journal: false },
    });
    await control(here, 'POST', `${account.path}/sessions`, [row('a'), row('b')]);
    let isHeldUp = false;
    const late = table.startInstance(async (command, send) => {
      const changed = JSON.stringify(command.input['UpdateExpression'] ?? '');
      if (!isHeldUp && isCall(command, 'Update') && changed.includes('layers')) {
        isHeldUp = true;
        // The lease ends, and another writes and is told that it is done, before the call arrives.
        now += 30_000;
        await control(here, 'POST', `${account.path}/sessions`, [row('c')]);
      }
      return send(command);
    });
    await control(late, method, `${account.path}${path}`).catch(() => undefined);
    expect(isHeldUp).toBe(true);
    const page = await account.page(table.startInstance(), { limit: 100 });
    expect(page.total).toBe(total);
    expect(page.sessions).toHaveLength(total);
  },
);
