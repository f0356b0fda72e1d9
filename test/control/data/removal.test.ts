import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ControlDependencies } from '../../../functions/control/dependencies.ts';
import { sweepBudget, tidyUpLater } from '../../../functions/control/tidy-up.ts';
import { type Instance, type SharedTable, startSharedTable, tableName } from '../../store/instances.ts';
import { hurriedTime } from '../../support/manual-time.ts';
import { control, done, TestAccount } from './support.ts';

const start = Date.parse('2026-03-10T12:00:00.000Z');
const bots = [{ botId: 'st-1' }];

let now = start;
let table: SharedTable;
let instance: Instance;
beforeEach(async () => {
  await table?.close();
  now = start;
  table = await startSharedTable(() => now);
  instance = table.startInstance();
});
afterAll(() => table.close());

/**
 * What the table holds of an account, or of all, but for the key pair of the deployment. Layers are of the account unless
 * what is another's names them: one that nobody names is nobody's else.
 */
async function itemsOf(accountId = ''): Promise<string[]> {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: tableName }));
  const items = Items.map((item) => ({ key: `${item['pk']}/${item['sk']}`, text: textOf(item) }));
  const others = items.filter(({ key, text }) => !/^(S|DAYS|LAYER)#/.test(key) && !text.includes(accountId));
  const layersOfNobodyElse = new Map<string, boolean>();
  const isOf = ({ key, text }: { key: string; text: string }): boolean => {
    if (text.includes(accountId)) return true;
    const layer = /^(?:S|DAYS|LAYER)#([^#/]+)/.exec(key)?.[1];
    if (layer === undefined) return false;
    const isOfNobodyElse = layersOfNobodyElse.get(layer) ?? !others.some((item) => item.text.includes(layer));
    layersOfNobodyElse.set(layer, isOfNobodyElse);
    return isOfNobodyElse;
  };
  return items.filter((item) => isOf(item) && !item.key.startsWith('DEPLOYMENT')).map(({ key }) => key);
}

const textOf = (item: unknown): string =>
  JSON.stringify(item, (_name, value) => (value instanceof Set ? [...value] : value));

const account = async (input: Record<string, unknown> = {}): Promise<TestAccount> =>
  (await TestAccount.create(instance, { bots, seed: { count: 50 }, ...input })).account;

/** Lets so much time pass, and then makes accounts, which sweeps. */
async function sweepAfter(ms: number, times = 3): Promise<void> {
  now += ms;
  for (let made = 0; made < times; made++) {
    const { accountId } = await done<{ accountId: string }>(instance, 'POST', '/accounts', {});
    await table.settled();
    await control(instance, 'DELETE', `/accounts/${accountId}`);
  }
}

describe('an account that is removed', () => {
  test('leaves nothing, snapshots, sessions and journal included', async () => {
    const removed = await account();
    await removed.page(instance);
    await table.settled();
    await done(instance, 'PUT', `${removed.path}/snapshots/one`);
    await done(instance, 'POST', `${removed.path}/reset`);
    expect((await control(instance, 'DELETE', removed.path)).status).toBe(204);
    expect((await control(instance, 'GET', removed.path)).status).toBe(404);
    expect((await control(instance, 'DELETE', removed.path)).status).toBe(204);
    await table.settled();
    await sweepAfter(2 * 3_600_000);
    expect(await itemsOf(removed.accountId)).toEqual([]);
  });

  test('frees its id for another, which sees nothing of it', async () => {
    const input = { accountId: 'again', bots, clock: { mode: 'frozen', now: new Date(start).toISOString() } };
    const first = await account({ ...input, seed: { count: 50 } });
    await done(instance, 'PUT', `${first.path}/snapshots/one`);
    await control(instance, 'DELETE', first.path);
    const second = await account({ ...input, seed: { count: 7, seed: 'other' } });
    expect((await second.page(instance)).total).toBe(7);
    expect(await done(instance, 'GET', `${second.path}/snapshots`)).toEqual({ snapshots: [] });
    await sweepAfter(2 * 3_600_000);
    expect((await second.page(instance)).total).toBe(7);
    await done(instance, 'POST', `${second.path}/reset`);
    expect((await second.page(instance)).total).toBe(7);
    expect((await first.ask(instance)).status).toBe(401);
  });

  test('goes on being removed where that takes long', async () => {
    const large = await account({ seed: { count: 400 } });
    const { removals } = instance.store;
    const gone = await removals.removeAccount(
      large.accountId,
      now,
      removals.budget({ items: 100, ms: 1000 }),
    );
    expect(gone).toBe(false);
    expect((await control(instance, 'GET', large.path)).status).toBe(404);
    expect((await itemsOf(large.accountId)).length).toBeGreaterThan(50);
    expect((await control(instance, 'DELETE', large.path)).status).toBe(204);
    await sweepAfter(61_000);
    expect(await itemsOf(large.accountId)).toEqual([]);
  });
});

describe('what requests leave behind', () => {
  /** An account with a counted fault rule, a rate limit and an app whose token ids count, and requests to it. */
  async function withTraces(): Promise<{ used: TestAccount; use: () => Promise<void> }> {
    const used = await account({ rateLimit: { perMinute: 100, perHour: 1000 } });
    await done(instance, 'PUT', `${used.path}/faults`, [{ times: 1, effect: { delay: 1 } }]);
    let jti = 0;
    const use = async (): Promise<void> => {
      await used.page(instance);
      const read = await instance.store.accounts.read(used.accountId);
      if (!read) throw new Error('No account.');
      await instance.store.seenTokens.use(read, 'cs-1', `jti-${++jti}`, now);
      await table.settled();
    };
    await use();
    return { used, use };
  }

  const kinds = async (accountId: string): Promise<string[]> =>
    (await itemsOf(accountId))
      .filter((key) => /^(JTI|RATE|FAULTS)#/.test(key))
      .map((key) => key.slice(0, key.indexOf('#')))
      .toSorted();

  test('goes with a removed account', async () => {
    const { used } = await withTraces();
    expect(await kinds(used.accountId)).toEqual(['FAULTS', 'JTI', 'RATE']);
    const late = await instance.store.accounts.read(used.accountId);
    expect((await control(instance, 'DELETE', used.path)).status).toBe(204);
    expect(await kinds(used.accountId)).toEqual([]);
    // A request that was under way.
    if (!late) throw new Error('No account.');
    await instance.store.seenTokens.use(late, 'cs-1', 'late', now);
    await instance.store.faultCounts.next(late, 'generation', 0, now);
    await sweepAfter(61_000);
    expect(await itemsOf(used.accountId)).toEqual([]);
  });

  test('goes with a data set, and of the one in use it stays', async () => {
    const { used, use } = await withTraces();
    for (let round = 0; round < 2; round++) {
      await done(instance, 'POST', `${used.path}/reset`);
      await use();
    }
    expect((await kinds(used.accountId)).filter((kind) => kind !== 'FAULTS')).toHaveLength(6);
    await sweepAfter(61_000);
    expect((await kinds(used.accountId)).filter((kind) => kind !== 'FAULTS')).toEqual(['JTI', 'RATE']);
  });
});

describe('an account that expires', () => {
  test('is unknown at once, and swept by those that are made later', async () => {
    const expiring = await account({ expiresInSeconds: 60 });
    const staying = await account({ expiresInSeconds: 60 });
    await done(instance, 'PATCH', staying.path, { expiresInSeconds: 86_400 });
    now += 60_000;
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['GET', '/clock'],
      ['PUT', '/clock'],
      ['POST', '/bots'],
      ['POST', '/apps'],
      ['GET', '/sessions'],
      ['POST', '/sessions'],
      ['DELETE', '/sessions'],
      ['POST', '/reset'],
      ['GET', '/snapshots'],
      ['GET', '/faults'],
      ['GET', '/requests'],
      ['POST', '/tokens'],
    ] as const) {
      const bodies: Record<string, unknown> = {
        '/clock': { mode: 'real' },
        '/apps': { kind: 'admin' },
        '/tokens': { clientId: 'cs-1' },
      };
      const body = method === 'GET' || method === 'DELETE' ? undefined : (bodies[path] ?? {});
      const response = await control(instance, method, `${expiring.path}${path}`, body);
      expect(`${method} ${path} ${response.status}`).toBe(`${method} ${path} 404`);
    }
    expect((await expiring.ask(instance)).status).toBe(401);
    const { accounts } = await done<{ accounts: { accountId: string }[] }>(instance, 'GET', '/accounts');
    expect(accounts.map(({ accountId }) => accountId)).toEqual([staying.accountId]);

    await sweepAfter(0, 1);
    await sweepAfter(61_000, 2);
    expect(await itemsOf(expiring.accountId)).toEqual([]);
    expect((await staying.page(instance)).total).toBe(50);
  });

  test('gives its id and its client ids to the next who asks', async () => {
    const apps = [{ kind: 'admin', clientId: 'cs-fixed' }];
    const input = { accountId: 'fixed', bots, apps, expiresInSeconds: 60 };
    await done(instance, 'POST', '/accounts', input);
    expect((await control(instance, 'POST', '/accounts', input)).status).toBe(409);
    now += 60_000;
    await done(instance, 'POST', '/accounts', input);
    now += 60_000;
    await done(instance, 'POST', '/accounts', { ...input, accountId: 'other' });
    expect(await done(instance, 'GET', '/accounts')).toMatchObject({ accounts: [{ accountId: 'other' }] });
  });
});

/** Writes as many sessions as the account began with, and goes back to these. */
async function fillAndReset({ path }: TestAccount): Promise<void> {
  await done(instance, 'POST', `${path}/sessions/generate`, { count: 50, seed: 'more' });
  await done(instance, 'POST', `${path}/reset`);
}

test('old data sets go once no request can see them, and what is in use stays', async () => {
  const used = await account();
  const before = (await itemsOf(used.accountId)).length;
  for (let round = 0; round < 4; round++) await fillAndReset(used);
  await table.settled();
  expect((await itemsOf(used.accountId)).length).toBeGreaterThan(before + 150);
  await sweepAfter(61_000);
  expect((await itemsOf(used.accountId)).length).toBe(before);
  // Also what was noted while it was written.
  await sweepAfter(2 * 3_600_000);
  expect((await used.page(instance, { dateTo: '2026-03-10T12:00:00.000Z' })).total).toBe(50);
});

test('one sweep takes all that is due, however many data sets it is', async () => {
  const used = await account();
  const before = (await itemsOf(used.accountId)).length;
  for (let round = 0; round < 15; round++) await fillAndReset(used);
  await table.settled();
  expect((await itemsOf(used.accountId)).length).toBeGreaterThan(before + 15 * 50);
  now += 61_000;
  await instance.store.removals.sweep(now, sweepBudget(instance.store.removals));
  expect((await itemsOf(used.accountId)).length).toBe(before);
});

test('what a removal was too short for goes on after its answer', async () => {
  const large = await account({ seed: { count: 400 } });
  const budget = instance.store.removals.budget({ items: 100, ms: 1000 });
  expect(await instance.store.removals.removeAccount(large.accountId, now, budget)).toBe(false);
  let after: Promise<unknown> = Promise.resolve();
  const dependencies = { store: instance.store, time: hurriedTime(() => now) } as ControlDependencies;
  const afterResponse = (work: Promise<unknown>): void => {
    after = work;
  };
  const errors: unknown[] = [];
  tidyUpLater({ ...dependencies, afterResponse, onError: (error) => errors.push(error) }, large.accountId);
  await after;
  expect(errors).toEqual([]);
  const left = await itemsOf(large.accountId);
  // What says so is there until no request can be under way.
  expect(left.filter((key) => !/^REMOVALS\/|\/left#/.test(key))).toEqual([]);
});

test('accounts are listed by id, page by page', async () => {
  const ids = ['b', 'a', 'd', 'c'].map((id) => `list-${id}`);
  for (const accountId of ids) await done(instance, 'POST', '/accounts', { accountId });
  const listed: string[] = [];
  let query = '?limit=3';
  for (let page = 0; page < 2; page++) {
    const { accounts, next } = await done<{ accounts: { accountId: string }[]; next?: string }>(
      instance,
      'GET',
      `/accounts${query}`,
    );
    listed.push(...accounts.map(({ accountId }) => accountId));
    expect(next !== undefined).toBe(page === 0);
    query = `?limit=3&cursor=${next}`;
  }
  expect(listed).toEqual(ids.toSorted());
});
