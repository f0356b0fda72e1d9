import { afterAll, beforeAll, expect, test } from 'vitest';
import { done, TestAccount } from '../../control/data/support.ts';
import { hurriedTime } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { type Instance, type SharedTable, startSharedTable } from '../instances.ts';
import { type Command, isBatchWrite, isCall } from '../intercept.ts';

/* What a call does whose account changed between its first look at it and its end. */

const start = Date.parse('2026-03-10T12:00:00.000Z');
let table: SharedTable;
let here: Instance;

beforeAll(async () => {
  table = await startSharedTable(() => start, { time: hurriedTime(() => start) });
  here = table.startInstance();
});
afterAll(() => table.close());

const row = (sessionId: string, start_time = '2026-03-10T11:00:00.000Z') => ({
  sessionId,
  botId: 'st-1',
  userId: 'u-1',
  start_time,
});

async function makeAccount(...sessions: readonly string[]): Promise<TestAccount> {
  const { account } = await TestAccount.create(here, {
    bots: [{ botId: 'st-1' }],
    clock: { mode: 'frozen', now: new Date(start).toISOString() },
    settings: { journal: false, maxWindowDays: null },
  });
  if (sessions.length > 0) {
    await control(
      here,
      'POST',
      `${account.path}/sessions`,
      sessions.map((id) => row(id)),
    );
  }
  return account;
}

/** An instance that lets something else happen once, before a call of its own. */
function interrupted(isMeant: (command: Command) => boolean, meanwhile: () => Promise<unknown>) {
  let isOver = false;
  const instance = table.startInstance(async (command, send) => {
    if (!isOver && isMeant(command)) {
      isOver = true;
      await meanwhile();
    }
    return send(command);
  });
  return { instance, wasInterrupted: () => isOver };
}

const textOf = ({ input }: Command): string => JSON.stringify(input);

test('a session that is put while a snapshot is kept is shown as it was put', async () => {
  const account = await makeAccount('a');
  const { instance, wasInterrupted } = interrupted(
    (command) => isCall(command, 'Update') && textOf(command).includes('HEAD'),
    () => done(here, 'PUT', `${account.path}/snapshots/kept`),
  );
  const changed = { ...row('a'), channel: 'sms' };
  const view = await done<{ row: { channel: string } }>(
    instance,
    'PUT',
    `${account.path}/sessions/a`,
    changed,
  );
  expect(wasInterrupted()).toBe(true);
  expect(view.row.channel).toBe('sms');
});

test('years are looked through while somebody writes', async () => {
  const account = await makeAccount('a', 'b');
  let total: number | undefined;
  const { instance } = interrupted(
    (command) => isBatchWrite(command) && textOf(command).includes('"c"'),
    async () => {
      const page = await account.page(here, { dateFrom: '2020-01-01', dateTo: '2026-03-11' });
      total = page.total;
    },
  );
  // Slices that are in memory are as they were before the write.
  await account.page(here, { dateFrom: '2020-01-01', dateTo: '2026-03-11' });
  await done(instance, 'POST', `${account.path}/sessions`, [row('c')]);
  expect(total).toBe(2);
});

test('a request that began before a snapshot and a restore is answered', async () => {
  const account = await makeAccount('a', 'b');
  const old = await here.store.accounts.read(account.accountId);
  if (!old) throw new Error('no account');
  await done(here, 'PUT', `${account.path}/snapshots/kept`);
  await done(here, 'POST', `${account.path}/snapshots/kept/restore`);
  const reader = table.startInstance();
  await account.page(reader);
  const days = await reader.store.sessionReader.read(old, (view) =>
    view.days(['st-1'], { from: start - 86_400_000, to: start }),
  );
  expect(days.flat().reduce((sum, { slice }) => sum + slice.length, 0)).toBe(2);
});

test('an account is made where the answer to its last write is lost', async () => {
  const accountId = 'answer-lost';
  let isLost = false;
  const instance = table.startInstance(async (command, send) => {
    const answer = await send(command);
    if (!isLost && isCall(command, 'Put') && textOf(command).includes('"HEAD"')) {
      isLost = true;
      throw Object.assign(new Error('The answer was lost.'), { name: 'TimeoutError' });
    }
    return answer;
  });
  const apps = [{ kind: 'admin', clientId: 'answer-lost-client' }];
  await done(instance, 'POST', '/accounts', { accountId, apps });
  expect(isLost).toBe(true);
  expect((await here.store.accounts.findByClientId('answer-lost-client'))?.account.accountId).toBe(accountId);
});
