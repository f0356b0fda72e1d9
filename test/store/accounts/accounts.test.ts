import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AdminApp, App, BuilderApp } from '../../../functions/domain/account.ts';
import { advanced, setTo } from '../../../functions/domain/clock.ts';
import { defaultSettings } from '../../../functions/domain/default-settings.ts';
import type { AccountStore, NewAccount } from '../../../functions/store/accounts/accounts.ts';
import { AccountGoneError } from '../../../functions/store/errors.ts';
import type { Removals } from '../../../functions/store/removals/removals.ts';
import { type SharedTable, startSharedTable } from '../instances.ts';
import { type Command, type Interceptor, isBatchWrite, isCall } from '../intercept.ts';

let table: SharedTable;
/** Two instances that stay warm; a test that needs an instance of its own makes one. */
let here: AccountStore;
let there: AccountStore;
let number = 0;

beforeAll(async () => {
  table = await startSharedTable();
  here = storeOf();
  there = storeOf();
});
afterAll(() => table.close());

const removalsOf = new Map<AccountStore, Removals>();

function storeOf(interceptor?: Interceptor): AccountStore {
  const { accounts, removals } = table.startInstance(interceptor).store;
  removalsOf.set(accounts, removals);
  return accounts;
}

const common = {
  clientSecret: 'secret',
  name: 'App',
  algorithms: ['HS256' as const],
  enforceJti: false,
  enforceJwe: false,
};
const adminApp = (clientId: string): AdminApp => ({
  kind: 'admin',
  clientId,
  ...common,
  scopes: ['bot_sessions:read'],
});
const builderApp = (clientId: string, botId: string): BuilderApp => ({
  kind: 'builder',
  clientId,
  ...common,
  bots: [{ botId, scopes: ['bot_sessions:read'] }],
});
const bot = (botId: string) => ({ botId, name: `Bot ${botId}` });

/** An account with two bots and two apps, under ids that no other test uses. */
function newAccount(change: Partial<NewAccount> = {}): NewAccount {
  const id = ++number;
  return {
    accountId: `acc-${id}`,
    createdAt: 1000,
    clock: { mode: 'real' },
    settings: {},
    bots: [bot('st-2'), bot('st-1')],
    apps: [builderApp(`cs-${id}-builder`, 'st-1'), adminApp(`cs-${id}-admin`)],
    ...change,
  };
}
const clientIdsOf = ({ apps }: { apps: readonly App[] }): string[] => apps.map(({ clientId }) => clientId);

async function created(change: Partial<NewAccount> = {}, store: AccountStore = here): Promise<NewAccount> {
  const account = newAccount(change);
  await store.create(account);
  return account;
}

async function existing(store: AccountStore, accountId: string) {
  const account = await store.read(accountId);
  if (!account) throw new Error(`no account ${accountId}`);
  return account;
}

describe('create and read', () => {
  test('gives the account back, its bots and apps in the order given', async () => {
    const account = await created({
      clock: { mode: 'frozen', now: 5 },
      settings: { maxLimit: 7, sessionTagsMaxAgeDays: null },
      expiresAt: 9_999_999_999_999,
    });
    const read = await existing(there, account.accountId);
    expect(read).toMatchObject({
      accountId: account.accountId,
      createdAt: 1000,
      expiresAt: 9_999_999_999_999,
      clock: { mode: 'frozen', now: 5 },
      settings: { ...defaultSettings, maxLimit: 7 },
    });
    expect([...read.bots.values()]).toEqual(account.bots);
    expect([...read.apps.values()]).toEqual(account.apps);
  });

  test('a client id leads to the account and the app that have it', async () => {
    const account = await created();
    for (const app of account.apps) {
      for (const store of [there, there, here]) {
        const found = await store.findByClientId(app.clientId);
        expect(found?.account.accountId).toBe(account.accountId);
        expect(found?.app).toEqual(app);
      }
    }
  });

  test('what is not there is undefined', async () => {
    expect(await here.read('acc-unknown')).toBeUndefined();
    expect(await here.findByClientId('cs-unknown')).toBeUndefined();
  });

  test('an account id in use is refused and the account left as it was', async () => {
    const account = await created();
    const second = newAccount({ accountId: account.accountId });
    await expect(there.create(second)).rejects.toMatchObject({ code: 'account_exists' });
    expect([...(await existing(here, account.accountId)).apps.keys()]).toEqual(clientIdsOf(account));
    for (const clientId of clientIdsOf(second)) expect(await here.findByClientId(clientId)).toBeUndefined();
  });

  test('a client id in use is refused, and nothing is left of the account that wanted it', async () => {
    const owner = await created();
    const [taken = ''] = clientIdsOf(owner);
    const wanting = newAccount();
    const conflicting = { ...wanting, apps: [...wanting.apps, adminApp(taken)] };
    await expect(there.create(conflicting)).rejects.toMatchObject({ code: 'client_id_taken' });

    expect(await here.read(wanting.accountId)).toBeUndefined();
    expect((await here.findByClientId(taken))?.account.accountId).toBe(owner.accountId);
    for (const clientId of clientIdsOf(wanting)) expect(await here.findByClientId(clientId)).toBeUndefined();
    // All its ids are free again.
    await here.create(wanting);
    expect([...(await existing(there, wanting.accountId)).apps.keys()]).toEqual(clientIdsOf(wanting));
  });

  test('of several instances that make one account at once, one succeeds', async () => {
    const account = newAccount();
    const attempts = [here, there, storeOf(), storeOf()].map((store, index) =>
      store.create({ ...account, apps: [adminApp(`${account.accountId}-${index}`)] }),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await existing(here, account.accountId)).apps.size).toBe(1);
  });

  test('an account cannot be seen before all of it is there', async () => {
    const account = newAccount();
    const seen: unknown[] = [];
    const slow = storeOf(async (command, send) => {
      const output = await send(command);
      if (isBatchWrite(command)) seen.push(await there.read(account.accountId));
      return output;
    });
    await slow.create(account);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((account) => account === undefined)).toBe(true);
    expect(await there.read(account.accountId)).toBeDefined();
  });
});

describe('a change is seen at once by an instance that knows the account', () => {
  /** An account that both instances have read. */
  async function knownToBoth(): Promise<NewAccount> {
    const account = await created();
    for (const clientId of clientIdsOf(account)) {
      await here.findByClientId(clientId);
      await there.findByClientId(clientId);
    }
    return account;
  }

  test('clock, settings and expiry', async () => {
    const { accountId, apps } = await knownToBoth();
    await here.changeClock(await existing(here, accountId), () => ({ mode: 'offset', by: -7 }));
    expect((await existing(there, accountId)).clock).toEqual({ mode: 'offset', by: -7 });
    await there.change(await existing(there, accountId), { settings: { maxLimit: 3 }, expiresAt: 1234 });
    const [app] = apps;
    const found = await here.findByClientId(app?.clientId ?? '');
    expect(found?.account).toMatchObject({ expiresAt: 1234, settings: { maxLimit: 3, defaultLimit: 100 } });
    // What was not changed is as it was.
    expect(found?.account.clock).toEqual({ mode: 'offset', by: -7 });
  });

  test('a change of nothing tells whether the account exists', async () => {
    const { accountId } = await knownToBoth();
    expect(await here.change(await existing(here, accountId), {})).toBe(true);
    const unknown = { accountId: 'acc-unknown', born: 1 };
    expect(await here.change(unknown, {})).toBe(false);
    expect(await here.change(unknown, { rateLimit: null, faults: null })).toBe(false);
    await expect(here.changeClock(unknown, (clock) => clock)).rejects.toThrow(AccountGoneError);
    expect(await here.read('acc-unknown')).toBeUndefined();
  });

  test('a new bot', async () => {
    const { accountId } = await knownToBoth();
    await here.addBot(await existing(here, accountId), bot('st-0'));
    expect([...(await existing(there, accountId)).bots.keys()]).toEqual(['st-2', 'st-1', 'st-0']);
    await expect(there.addBot(await existing(there, accountId), bot('st-0'))).rejects.toMatchObject({
      code: 'bot_exists',
    });
  });

  test('a new app', async () => {
    const { accountId } = await knownToBoth();
    const app = adminApp(`${accountId}-new`);
    await here.addApp(await existing(here, accountId), app, 1000);
    expect((await there.findByClientId(app.clientId))?.app).toEqual(app);
    await expect(there.addApp(await existing(there, accountId), app, 1000)).rejects.toMatchObject({
      code: 'client_id_taken',
    });
  });

  test('an app that is removed, and one that has changed', async () => {
    const { accountId, apps } = await knownToBoth();
    const [builder, admin] = apps as [App, App];
    expect((await there.findByClientId(admin.clientId))?.app).toEqual(admin);
    const account = await existing(here, accountId);
    const changed = { ...admin, clientSecret: 'another secret' };
    expect(await here.changeApp(account, admin.clientId, () => changed)).toEqual(changed);
    expect((await there.findByClientId(admin.clientId))?.app).toEqual(changed);
    expect(await here.removeApp(account, admin.clientId)).toBe(true);
    expect(await there.findByClientId(admin.clientId)).toBeUndefined();
    expect(await here.changeApp(account, admin.clientId, () => changed)).toBeUndefined();
    expect([...(await existing(there, accountId)).apps.keys()]).toEqual([builder.clientId]);
  });

  test('changes of one app at the same time: both are in it', async () => {
    const { accountId, apps } = await knownToBoth();
    const clientId = apps[0]?.clientId ?? '';
    const account = await existing(here, accountId);
    await Promise.all(
      [here, there, here, there].map((store, index) =>
        store.changeApp(account, clientId, (app) => ({ ...app, name: `${app.name}${index}` })),
      ),
    );
    const name = (await existing(there, accountId)).apps.get(clientId)?.name ?? '';
    expect([...name].sort().join('')).toBe([...'App0123'].sort().join(''));
  });

  test('an expiry that is taken back: a sweep leaves the account alone', async () => {
    const { accountId } = await knownToBoth();
    const account = await existing(here, accountId);
    await here.change(account, { expiresAt: 2000 });
    await here.change(account, { expiresAt: null });
    expect(await existing(there, accountId)).not.toHaveProperty('expiresAt');
    const removals = removalsOf.get(here);
    await removals?.sweep(3000, removals.budget({ items: 1000, ms: 10_000 }));
    expect(await there.read(accountId)).toBeDefined();
  });

  test('an app that comes while an instance reads the account page by page', async () => {
    const { accountId } = await created();
    const app = adminApp(`${accountId}-new`);
    const writer = await existing(here, accountId);
    let pages = 0;
    const reader = storeOf(async (command, send) => {
      if (!isCall(command, 'Query')) return send(command);
      Object.assign(command.input, { Limit: 3 });
      const page = await send(command);
      if (++pages === 1) await here.addApp(writer, app, 1000);
      return page;
    });
    await reader.read(accountId);
    expect(pages).toBeGreaterThan(1);
    expect([...(await existing(reader, accountId)).apps.keys()]).toContain(app.clientId);
  });

  test('its removal', async () => {
    const account = await knownToBoth();
    const before = await existing(there, account.accountId);
    await remove(here, account.accountId);
    expect(await there.read(account.accountId)).toBeUndefined();
    for (const clientId of clientIdsOf(account)) expect(await there.findByClientId(clientId)).toBeUndefined();
    expect(await there.change(before, { settings: { maxLimit: 3 } })).toBe(false);
  });

  test('nothing that was begun on its predecessor under the same id', async () => {
    const { accountId } = await knownToBoth();
    const before = await existing(there, accountId);
    await remove(here, accountId);
    await created({ accountId, bots: [bot('st-1')], apps: [adminApp(`${accountId}-anew`)] });
    const made = await existing(here, accountId);
    expect(await there.change(before, {})).toBe(false);
    expect(await there.change(before, { settings: { maxLimit: 3 }, expiresAt: 5 })).toBe(false);
    expect(await there.change(before, { faults: { generation: 'g', rules: [] } })).toBe(false);
    expect(await there.change(before, { clearedSettings: ['maxLimit'], expiresAt: null })).toBe(false);
    await expect(there.changeClock(before, () => ({ mode: 'frozen', now: 5 }))).rejects.toThrow(
      AccountGoneError,
    );
    expect(await there.addBot(before, bot('st-late'))).toBe(false);
    expect(await there.removeBot(before, 'st-1')).toBe(false);
    await there.linkBots(before, [`${accountId}-anew`], ['st-late']);
    expect(await existing(storeOf(), accountId)).toEqual(made);
  });

  test('a clock that is set while another instance moves it: back is told from what it then showed', async () => {
    const { accountId } = await created({ clock: { mode: 'frozen', now: 5 } });
    let isFirst = true;
    const setter = storeOf(async (command, send) => {
      if (isCall(command, 'Update') && isFirst) {
        isFirst = false;
        await there.changeClock(await existing(there, accountId), (clock) => advanced(clock, 95));
      }
      return send(command);
    });
    const account = await existing(setter, accountId);
    const clock = await setter.changeClock(account, (before) =>
      setTo(before, { mode: 'frozen', now: 50 }, 0),
    );
    expect(clock).toEqual({ mode: 'frozen', now: 50, setBack: 1 });
    expect((await existing(there, accountId)).clock).toEqual(clock);
  });

  test('its removal and an account made anew under its id, with other bots and apps', async () => {
    const account = await knownToBoth();
    await remove(here, account.accountId);
    const [kept = '', dropped = ''] = clientIdsOf(account);
    const anew = { ...account, createdAt: 2000, bots: [bot('st-9')], apps: [adminApp(kept)] };
    await here.create(anew);
    const found = await there.findByClientId(kept);
    expect(found?.app).toEqual(adminApp(kept));
    expect([...(found?.account.bots.keys() ?? [])]).toEqual(['st-9']);
    expect(found?.account.createdAt).toBe(2000);
    expect(await there.findByClientId(dropped)).toBeUndefined();
  });

  test('a client id that moves to another account', async () => {
    const account = await knownToBoth();
    const [clientId = ''] = clientIdsOf(account);
    await remove(here, account.accountId);
    const next = await created({ apps: [adminApp(clientId)] });
    expect((await there.findByClientId(clientId))?.account.accountId).toBe(next.accountId);
  });
});

/** As the control API removes an account without sessions. */
async function remove(store: AccountStore, accountId: string): Promise<void> {
  const removals = removalsOf.get(store);
  await removals?.removeAccount(accountId, Date.now(), removals.budget({ items: 1000, ms: 5000 }));
}

describe('removal', () => {
  test('hides the account at once and is safe to repeat', async () => {
    const { accountId } = await created();
    await existing(there, accountId);
    await remove(here, accountId);
    expect(await there.read(accountId)).toBeUndefined();
    await remove(there, accountId);
    await remove(here, accountId);
    expect(await here.read(accountId)).toBeUndefined();
  });

  test.each([0, 1])('done again after it failed at any write frees every id (half %d done)', async (half) => {
    await failingAt(async (failing, at) => {
      const account = await created();
      const failed = await failsIn(remove(failing, account.accountId));
      await remove(there, account.accountId);
      await here.create(account).catch((error) => expect.fail(`after write ${at}: ${error}`));
      expect([...(await existing(there, account.accountId)).apps.keys()]).toEqual(clientIdsOf(account));
      return failed;
    }, half);
  });

  test('frees every id of an account that could not be made for a failure at any write', async () => {
    await failingAt(async (failing, at) => {
      const account = newAccount();
      const failed = await failsIn(failing.create(account));
      if (failed) expect(await there.read(account.accountId)).toBeUndefined();
      await remove(here, account.accountId);
      await here.create(account).catch((error) => expect.fail(`after write ${at}: ${error}`));
      expect([...(await existing(there, account.accountId)).apps.keys()]).toEqual(clientIdsOf(account));
      return failed;
    });
  });

  test('of a creation that was killed at any write is not needed: it can be repeated at once', async () => {
    for (let deadFrom = 1; ; deadFrom++) {
      let writes = 0;
      const dying = storeOf((command, send) => {
        if (!isCall(command, 'Get') && !isCall(command, 'Query')) writes += 1;
        return writes >= deadFrom ? Promise.reject(new Error('killed')) : send(command);
      });
      const account = newAccount();
      const failed = await failsIn(dying.create(account));
      if (!failed) return;
      const isMade = (await there.read(account.accountId)) !== undefined;
      const again = here.create({ ...account, createdAt: account.createdAt + 1 });
      if (isMade) await expect(again).rejects.toMatchObject({ code: 'account_exists' });
      else await again.catch((error) => expect.fail(`killed at write ${deadFrom}: ${error}`));
      for (const clientId of clientIdsOf(account)) {
        expect((await there.findByClientId(clientId))?.account.accountId).toBe(account.accountId);
      }
    }
  });

  test('by creations of one account at once: one makes it, and its client ids lead to it for good', async () => {
    for (let round = 0; round < 10; round++) {
      const account = newAccount();
      const stores = [here, there, here, there];
      const made = await Promise.allSettled(stores.map((store) => store.create(account)));
      expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const removals = removalsOf.get(here);
      await removals?.sweep(account.createdAt + 7_200_000, removals.budget({ items: 10_000, ms: 10_000 }));
      for (const clientId of clientIdsOf(account)) {
        const found = await storeOf().findByClientId(clientId);
        expect(found?.account.accountId).toBe(account.accountId);
      }
    }
  });

  test('by its expiry frees every id too', async () => {
    const account = await created({ expiresAt: 1000 });
    await existing(there, account.accountId);
    const anew = { ...account, bots: [bot('st-9')], expiresAt: undefined };
    await here.create(anew);
    const read = await existing(there, account.accountId);
    expect([...read.bots.keys()]).toEqual(['st-9']);
    expect([...read.apps.keys()]).toEqual(clientIdsOf(account));
  });

  test('by its expiry frees the ids of its apps for another account, whoever remembers them', async () => {
    const account = await created({ expiresAt: 1000 });
    const [clientId = ''] = clientIdsOf(account);
    await there.findByClientId(clientId);
    const next = await created({ apps: [adminApp(clientId)] });
    expect((await there.findByClientId(clientId))?.account.accountId).toBe(next.accountId);
  });

  test('leaves nothing of a bot or an app that is added meanwhile', async () => {
    const account = await created();
    const stale = await existing(there, account.accountId);
    await remove(here, account.accountId);
    const app = adminApp(`${account.accountId}-late`);
    await there.addBot(stale, bot('st-late')).catch(() => undefined);
    await there.addApp(stale, app, 1000).catch(() => undefined);
    expect(await here.findByClientId(app.clientId)).toBeUndefined();

    await here.create({ ...account, apps: [app] });
    const anew = await existing(there, account.accountId);
    expect([...anew.bots.keys()]).toEqual(['st-2', 'st-1']);
    expect([...anew.apps.keys()]).toEqual([app.clientId]);
  });
});

/**
 * Runs work against a store that fails at its first write, then at its second, until nothing is left to fail.
 *
 * @param half which half of a batch is done all the same
 * @param work returns whether it met the failure
 */
async function failingAt(
  work: (store: AccountStore, at: number) => Promise<boolean>,
  half = 0,
): Promise<void> {
  let at = 0;
  let failed: boolean;
  do {
    at++;
    let writes = 0;
    const failing = storeOf(async (command, send) => {
      if (isCall(command, 'Get') || isCall(command, 'Query') || ++writes !== at) return send(command);
      if (isBatchWrite(command)) await send(withHalf(command, half));
      throw new Error('connection lost');
    });
    failed = await work(failing, at);
  } while (failed);
  expect(at).toBeGreaterThan(2);
}

async function failsIn(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => false,
    () => true,
  );
}

/** The batch with every second item of it left out. */
function withHalf(command: Command, half: number): Command {
  const requests = command.input['RequestItems'] as Record<string, unknown[]>;
  for (const [name, items] of Object.entries(requests)) {
    requests[name] = items.filter((_, at) => at % 2 === half);
  }
  return command;
}
