import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../control.ts';
import { changesLayers, justBefore, Layered } from './layered.ts';

let layered: Layered;

beforeAll(async () => {
  layered = await Layered.start();
});
afterAll(() => layered.table.close());

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
    const { table, here } = layered;
    const account = await layered.create();
    await control(here, 'POST', `${account.path}/sessions`, [row('a'), row('b')]);
    // The lease ends, and another writes and is told that it is done, before the call arrives.
    const held = justBefore(changesLayers, async () => {
      layered.pass(30_000);
      await control(here, 'POST', `${account.path}/sessions`, [row('c')]);
    });
    const late = table.startInstance(held.interceptor);
    await control(late, method, `${account.path}${path}`).catch(() => undefined);
    expect(held.hasHappened()).toBe(true);
    const page = await account.page(table.startInstance(), { limit: 100 });
    expect(page.total).toBe(total);
    expect(page.sessions).toHaveLength(total);
  },
);
