import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromLayersText } from '../../../functions/store/head/layers-text.ts';
import type { TestAccount } from '../../control/data/support.ts';
import { control } from '../control.ts';
import { atCutOffs, type Tried } from '../cut-offs.ts';
import { type Instance, type SharedTable, tableName } from '../instances.ts';
import { isRead } from '../intercept.ts';
import { Layered, start } from './layered.ts';

/*
 * A process ends in the middle of what it does: after some write, of whose answer nobody hears. What others see is what
 * was before or what would have been after; later nothing is left that nobody uses, and nothing is gone that is in use.
 */

const oneIn = 12;

let layered: Layered;
let table: SharedTable;
let here: Instance;

beforeAll(async () => {
  layered = await Layered.start();
  ({ table, here } = layered);
});
afterAll(() => table.close());

const bots = [{ botId: 'st-1' }, { botId: 'st-2' }];
const rowsOf = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    sessionId: `${prefix}-${index}`,
    botId: `st-${(index % 2) + 1}`,
    userId: 'u-1',
    start_time: new Date(start - index * 40_000_000).toISOString(),
  }));

/** An account of five sessions; a snapshot has seven, and a template where one is wanted; and then there are six. */
async function prepared({ templates }: Operation): Promise<TestAccount> {
  const account = await layered.create({ bots, seed: rowsOf('seed', 5) });
  await control(here, 'POST', `${account.path}/sessions`, rowsOf('more', 2));
  await control(here, 'PUT', `${account.path}/snapshots/kept`);
  if (templates) await template('golden', { snapshot: 'kept' })(account, here);
  await control(here, 'DELETE', `${account.path}/sessions?sessionId=seed-0`);
  return account;
}

const copy = (from: Record<string, unknown>) => (account: TestAccount, instance: Instance) =>
  control(instance, 'POST', '/accounts', {
    from: { accountId: account.accountId, ...from },
    accountId: `${account.accountId}-copy`,
  });
const template =
  (name: string, from: Record<string, unknown> = {}) =>
  (account: TestAccount, instance: Instance): Promise<unknown> =>
    control(instance, 'PUT', `/templates/${name}`, { from: { accountId: account.accountId, ...from } });
const call =
  (method: string, path: string, body?: unknown) =>
  (account: TestAccount, instance: Instance): Promise<unknown> =>
    control(instance, method, `${account.path}${path}`, body);

interface Operation {
  run: (account: TestAccount, instance: Instance) => Promise<unknown>;
  /** How many sessions there may be afterwards: before, and after. None: the account may be gone. */
  totals: [number, number | undefined];
  /** Of snapshots, by name. */
  kept?: Record<string, (number | undefined)[]>;
  /** Of templates, by name; absent: there are none. */
  templates?: Record<string, (number | undefined)[]>;
  /** How many the copy has. */
  copied?: number;
}

const operations: Record<string, Operation> = {
  'a snapshot': {
    run: call('PUT', '/snapshots/new'),
    totals: [6, 6],
    kept: { kept: [7], new: [undefined, 6] },
  },
  'a snapshot in place of one': {
    run: call('PUT', '/snapshots/kept'),
    totals: [6, 6],
    kept: { kept: [7, 6] },
  },
  'a restore': { run: call('POST', '/snapshots/kept/restore'), totals: [6, 7] },
  'a reset': { run: call('POST', '/reset'), totals: [6, 5] },
  'a reset to nothing': { run: call('POST', '/reset', { to: 'empty' }), totals: [6, 0] },
  'a removal of all sessions': { run: call('DELETE', '/sessions'), totals: [6, 0] },
  'a removal of the snapshot': {
    run: call('DELETE', '/snapshots/kept'),
    totals: [6, 6],
    kept: { kept: [7, undefined] },
  },
  'a copy of the snapshot': { run: copy({ snapshot: 'kept' }), totals: [6, 6], copied: 7 },
  'a copy of what there is now': { run: copy({}), totals: [6, 6], copied: 6 },
  'a template of the snapshot': {
    run: template('new', { snapshot: 'kept' }),
    totals: [6, 6],
    templates: { golden: [7], new: [undefined, 7] },
  },
  'a template of what there is now': {
    run: template('new'),
    totals: [6, 6],
    templates: { golden: [7], new: [undefined, 6] },
  },
  'a template in place of one': {
    run: template('golden'),
    totals: [6, 6],
    templates: { golden: [7, 6] },
  },
  'a removal of the template': {
    run: (_account, instance) => control(instance, 'DELETE', '/templates/golden'),
    totals: [6, 6],
    templates: { golden: [7, undefined] },
  },
  'an account from the template': {
    run: (account, instance) =>
      control(instance, 'POST', '/accounts', {
        from: { template: 'golden' },
        accountId: `${account.accountId}-copy`,
      }),
    totals: [6, 6],
    templates: { golden: [7] },
    copied: 7,
  },
  'an account with a seed': {
    run: (account, instance) =>
      control(instance, 'POST', '/accounts', {
        accountId: `${account.accountId}-copy`,
        bots,
        seed: rowsOf('other', 3),
      }),
    totals: [6, 6],
    copied: 3,
  },
  'a removal of the account': {
    run: call('DELETE', ''),
    totals: [6, undefined],
    templates: { golden: [7] },
  },
};

/** An instance whose process ends after so many of its writes; nobody hears of the last one. */
function startDying(after: number): { instance: Instance; tried: () => Tried } {
  let writes = 0;
  const instance = table.startInstance(async (command, send) => {
    // Where nothing is written nothing changes.
    if (isRead(command)) return send(command);
    const number = ++writes;
    if (number > after) throw new Error('killed');
    const output = await send(command);
    if (number === after) throw new Error('killed');
    return output;
  });
  return { instance, tried: () => ({ wasCutOff: writes >= after, writes }) };
}

/** By an instance that has just begun. */
const sweep = (ms: number): Promise<void> => layered.sweep(ms, table.startInstance());

/** That the table holds the layers that accounts and snapshots name, by whom they are used, and no others. */
async function expectInUseOnly(): Promise<void> {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: tableName }));
  const users = new Map<string, Set<string>>();
  const own = new Set<string>();
  for (const { pk, sk, layers, id, born } of Items) {
    if (typeof layers !== 'string') continue;
    const [first, ...others] = fromLayersText(layers).map(({ name }) => name);
    const isHead = sk === 'HEAD';
    const user = isHead ? first : id ? `snapshot.${id}` : `origin.${String(pk).split('#').at(-1)}`;
    if (isHead && first) own.add(first);
    expect(isHead ? typeof born : 'number').toBe('number');
    const names = isHead ? others : [first, ...others];
    for (const [index, name] of names.entries()) {
      if (!name) continue;
      const by = users.get(name) ?? new Set();
      users.set(name, by.add(index === 0 ? (user ?? '') : (names[index - 1] ?? '')));
    }
  }
  const noted = Items.filter(({ pk }) => String(pk).startsWith('LAYER#'));
  const usedBy = new Map(
    noted.flatMap((item) => {
      const name = String(item['pk']).slice('LAYER#'.length);
      return own.has(name) && item['usedBy'] === undefined ? [] : [[name, new Set(item['usedBy'])] as const];
    }),
  );
  expect(usedBy).toEqual(users);
  const held = Items.flatMap(({ pk }) => /^(?:S#([^#]+)#|DAYS#(.+))/.exec(String(pk))?.slice(1) ?? []).filter(
    (name) => name !== undefined,
  );
  expect(held.filter((name) => !own.has(name) && !users.has(name))).toEqual([]);
  expect(Items.filter(({ pk }) => /^(REMOVALS|ARCHIVE)/.test(String(pk)))).toEqual([]);
  const lives = new Set(Items.filter(({ sk }) => sk === 'HEAD').map(lifeOf));
  const clientIds = Items.filter(({ pk }) => String(pk).startsWith('CLIENT#'));
  expect(clientIds.filter((item) => !lives.has(lifeOf(item)))).toEqual([]);
}

const lifeOf = ({ accountId, born }: Record<string, unknown>): string => `${accountId} ${born}`;

async function totalOf(account: TestAccount): Promise<number | undefined> {
  const asked = await account.ask(here, { limit: 1000 });
  if (asked.status === 401) return undefined;
  const { total, sessions } = (await asked.json()) as { total: number; sessions: unknown[] };
  expect(sessions).toHaveLength(total);
  expect((await account.exportAll(here)).split('\n').filter((line) => line !== '')).toHaveLength(total);
  return total;
}

async function keptBy(account: TestAccount): Promise<Record<string, number>> {
  const { snapshots } = await control<{ snapshots: { name: string; sessions: number }[] }>(
    here,
    'GET',
    `${account.path}/snapshots`,
  );
  return Object.fromEntries(snapshots.map(({ name, sessions }) => [name, sessions]));
}

async function templatesNow(): Promise<Record<string, number>> {
  const { templates } = await control<{ templates: { name: string; sessions: number }[] }>(
    here,
    'GET',
    '/templates',
  );
  return Object.fromEntries(templates.map(({ name, sessions }) => [name, sessions]));
}

async function expectState(
  account: TestAccount,
  { totals, kept, templates }: Operation,
): Promise<number | undefined> {
  const total = await totalOf(account);
  expect(totals).toContain(total);
  const named = await templatesNow();
  for (const [name, possible] of Object.entries(templates ?? {})) {
    expect(possible, name).toContain(named[name]);
  }
  if (total === undefined) return total;
  const snapshots = await keptBy(account);
  for (const [name, possible] of Object.entries(kept ?? { kept: [7] })) {
    expect(possible, name).toContain(snapshots[name]);
  }
  return total;
}

/** That all of it can be used: what is kept is whole, and goes on being so. */
async function expectUsable(account: TestAccount): Promise<void> {
  for (const [name, sessions] of Object.entries(await keptBy(account))) {
    await control(here, 'POST', `${account.path}/snapshots/${name}/restore`);
    expect(await totalOf(account)).toBe(sessions);
  }
  await control(here, 'POST', `${account.path}/reset`);
  expect(await totalOf(account)).toBe(5);
}

/** That each template is whole, its account gone or not; and removes it. */
async function expectTemplates({ accountId }: TestAccount): Promise<void> {
  for (const [name, sessions] of Object.entries(await templatesNow())) {
    const made = `${accountId}-${name}`;
    await control(here, 'POST', '/accounts', { accountId: made, from: { template: name } });
    expect(await control(here, 'POST', `/accounts/${made}/reset`)).toMatchObject({ written: sessions });
    const exported = await here.request(`/_emulator/accounts/${made}/sessions`, {
      headers: { authorization: 'Bearer test-control-key' },
    });
    expect((await exported.text()).split('\n').filter((line) => line !== '')).toHaveLength(sessions);
    await control(here, 'DELETE', `/accounts/${made}`);
    await control(here, 'DELETE', `/templates/${name}`);
  }
}

async function expectCopy(account: TestAccount, copied: number | undefined): Promise<void> {
  const path = `/accounts/${account.accountId}-copy`;
  const made = await here.request(`/_emulator${path}/sessions`, {
    headers: { authorization: 'Bearer test-control-key' },
  });
  if (made.status === 404) return;
  expect((await made.text()).split('\n').filter((line) => line !== '')).toHaveLength(copied ?? 0);
  expect(await control(here, 'POST', `${path}/reset`)).toMatchObject({ written: copied });
  await control(here, 'DELETE', path);
}

test.each(Object.entries(operations))(
  '%s that is cut off after a write is seen whole or not, and leaves nothing',
  async (_name, operation) => {
    await atCutOffs(oneIn, async (after) => {
      const account = await prepared(operation);
      const dying = startDying(after);
      await operation.run(account, dying.instance).catch(() => undefined);
      await table.settled();
      const total = await expectState(account, operation);
      await sweep(61_000);
      await sweep(2 * 3_600_000);
      await sweep(61_000);
      expect(await expectState(account, operation), `after write ${after}`).toBe(total);
      await expectInUseOnly();
      if (total !== undefined) await expectUsable(account);
      await expectCopy(account, operation.copied);
      await control(here, 'DELETE', account.path);
      await sweep(61_000);
      await expectInUseOnly();
      if (operation.templates) {
        await expectTemplates(account);
        await sweep(61_000);
        await sweep(61_000);
        await expectInUseOnly();
      }
      return dying.tried();
    });
  },
  600_000,
);

test('an import that is cut off after a write shows each session once, where it was or where it goes', async () => {
  const rowsFrom = (first: number) =>
    rowsOf('seed', 60).map((row, index) => ({
      ...row,
      start_time: new Date(first - index * 4_000_000).toISOString(),
    }));
  const moved = rowsFrom(start - 1_000);
  await atCutOffs(oneIn, async (after) => {
    const account = await layered.create({ bots, seed: rowsFrom(start) });
    const dying = startDying(after);
    await call('POST', '/sessions', moved)(account, dying.instance).catch(() => undefined);
    await table.settled();
    await sweep(61_000);
    expect(await totalOf(account), `after write ${after}`).toBe(60);
    await control(here, 'POST', `${account.path}/sessions`, moved);
    expect(await totalOf(account), `after write ${after}, and once more`).toBe(60);
    await control(here, 'DELETE', account.path);
    return dying.tried();
  });
}, 600_000);
