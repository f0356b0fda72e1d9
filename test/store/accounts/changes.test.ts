import { describe, expect, test } from 'vitest';
import type { App } from '../../../functions/domain/account.ts';
import { advanced, setTo } from '../../../functions/domain/clock.ts';
import type { NewAccount } from '../../../functions/store/accounts/accounts.ts';
import { AccountGoneError } from '../../../functions/store/errors.ts';
import { isCall } from '../intercept.ts';
import { adminApp, bot, clientIdsOf, existing, useAccounts } from './use-accounts.ts';

const accounts = useAccounts();

describe('a change is seen at once by an instance that knows the account', () => {
  /** An account that both instances have read. */
  async function knownToBoth(): Promise<NewAccount> {
    const account = await accounts.created();
    for (const clientId of clientIdsOf(account)) {
      await accounts.here.findByClientId(clientId);
      await accounts.there.findByClientId(clientId);
    }
    return account;
  }

  test('clock, settings and expiry', async () => {
    const { accountId, apps } = await knownToBoth();
    await accounts.here.changeClock(await existing(accounts.here, accountId), () => ({
      mode: 'offset',
      by: -7,
    }));
    expect((await existing(accounts.there, accountId)).clock).toEqual({ mode: 'offset', by: -7 });
    await accounts.there.change(await existing(accounts.there, accountId), {
      settings: { maxLimit: 3 },
      expiresAt: 1234,
    });
    const [app] = apps;
    const found = await accounts.here.findByClientId(app?.clientId ?? '');
    expect(found?.account).toMatchObject({ expiresAt: 1234, settings: { maxLimit: 3, defaultLimit: 100 } });
    // What was not changed is as it was.
    expect(found?.account.clock).toEqual({ mode: 'offset', by: -7 });
  });

  test('a change of nothing tells whether the account exists', async () => {
    const { accountId } = await knownToBoth();
    expect(await accounts.here.change(await existing(accounts.here, accountId), {})).toBe(true);
    const unknown = { accountId: 'acc-unknown', born: 1 };
    expect(await accounts.here.change(unknown, {})).toBe(false);
    expect(await accounts.here.change(unknown, { rateLimit: null, faults: null })).toBe(false);
    await expect(accounts.here.changeClock(unknown, (clock) => clock)).rejects.toThrow(AccountGoneError);
    expect(await accounts.here.read('acc-unknown')).toBeUndefined();
  });

  test('a new bot', async () => {
    const { accountId } = await knownToBoth();
    await accounts.here.addBot(await existing(accounts.here, accountId), bot('st-0'));
    expect([...(await existing(accounts.there, accountId)).bots.keys()]).toEqual(['st-2', 'st-1', 'st-0']);
    await expect(
      accounts.there.addBot(await existing(accounts.there, accountId), bot('st-0')),
    ).rejects.toMatchObject({
      code: 'bot_exists',
    });
  });

  test('a new app', async () => {
    const { accountId } = await knownToBoth();
    const app = adminApp(`${accountId}-new`);
    await accounts.here.addApp(await existing(accounts.here, accountId), app, 1000);
    expect((await accounts.there.findByClientId(app.clientId))?.app).toEqual(app);
    await expect(
      accounts.there.addApp(await existing(accounts.there, accountId), app, 1000),
    ).rejects.toMatchObject({
      code: 'client_id_taken',
    });
  });

  test('an app that is removed, and one that has changed', async () => {
    const { accountId, apps } = await knownToBoth();
    const [builder, admin] = apps as [App, App];
    expect((await accounts.there.findByClientId(admin.clientId))?.app).toEqual(admin);
    const account = await existing(accounts.here, accountId);
    const changed = { ...admin, clientSecret: 'another secret' };
    expect(await accounts.here.changeApp(account, admin.clientId, () => changed)).toEqual(changed);
    expect((await accounts.there.findByClientId(admin.clientId))?.app).toEqual(changed);
    expect(await accounts.here.removeApp(account, admin.clientId)).toBe(true);
    expect(await accounts.there.findByClientId(admin.clientId)).toBeUndefined();
    expect(await accounts.here.changeApp(account, admin.clientId, () => changed)).toBeUndefined();
    expect([...(await existing(accounts.there, accountId)).apps.keys()]).toEqual([builder.clientId]);
  });

  test('changes of one app at the same time: both are in it', async () => {
    const { accountId, apps } = await knownToBoth();
    const clientId = apps[0]?.clientId ?? '';
    const account = await existing(accounts.here, accountId);
    await Promise.all(
      [accounts.here, accounts.there, accounts.here, accounts.there].map((store, index) =>
        store.changeApp(account, clientId, (app) => ({ ...app, name: `${app.name}${index}` })),
      ),
    );
    const name = (await existing(accounts.there, accountId)).apps.get(clientId)?.name ?? '';
    expect([...name].sort().join('')).toBe([...'App0123'].sort().join(''));
  });

  test('an expiry that is taken back: a sweep leaves the account alone', async () => {
    const { accountId } = await knownToBoth();
    const account = await existing(accounts.here, accountId);
    await accounts.here.change(account, { expiresAt: 2000 });
    await accounts.here.change(account, { expiresAt: null });
    expect(await existing(accounts.there, accountId)).not.toHaveProperty('expiresAt');
    const removals = accounts.removalsOf(accounts.here);
    await removals.sweep(3000, removals.budget({ items: 1000, ms: 10_000 }));
    expect(await accounts.there.read(accountId)).toBeDefined();
  });

  test('an app that comes while an instance reads the account page by page', async () => {
    const { accountId } = await accounts.created();
    const app = adminApp(`${accountId}-new`);
    const writer = await existing(accounts.here, accountId);
    let pages = 0;
    const reader = accounts.storeOf(async (command, send) => {
      if (!isCall(command, 'Query')) return send(command);
      Object.assign(command.input, { Limit: 3 });
      const page = await send(command);
      if (++pages === 1) await accounts.here.addApp(writer, app, 1000);
      return page;
    });
    await reader.read(accountId);
    expect(pages).toBeGreaterThan(1);
    expect([...(await existing(reader, accountId)).apps.keys()]).toContain(app.clientId);
  });

  test('its removal', async () => {
    const account = await knownToBoth();
    const before = await existing(accounts.there, account.accountId);
    await accounts.remove(accounts.here, account.accountId);
    expect(await accounts.there.read(account.accountId)).toBeUndefined();
    for (const clientId of clientIdsOf(account))
      expect(await accounts.there.findByClientId(clientId)).toBeUndefined();
    expect(await accounts.there.change(before, { settings: { maxLimit: 3 } })).toBe(false);
  });

  test('nothing that was begun on its predecessor under the same id', async () => {
    const { accountId } = await knownToBoth();
    const before = await existing(accounts.there, accountId);
    await accounts.remove(accounts.here, accountId);
    await accounts.created({ accountId, bots: [bot('st-1')], apps: [adminApp(`${accountId}-anew`)] });
    const made = await existing(accounts.here, accountId);
    expect(await accounts.there.change(before, {})).toBe(false);
    expect(await accounts.there.change(before, { settings: { maxLimit: 3 }, expiresAt: 5 })).toBe(false);
    expect(await accounts.there.change(before, { faults: { generation: 'g', rules: [] } })).toBe(false);
    expect(await accounts.there.change(before, { clearedSettings: ['maxLimit'], expiresAt: null })).toBe(
      false,
    );
    await expect(accounts.there.changeClock(before, () => ({ mode: 'frozen', now: 5 }))).rejects.toThrow(
      AccountGoneError,
    );
    expect(await accounts.there.addBot(before, bot('st-late'))).toBe(false);
    expect(await accounts.there.removeBot(before, 'st-1')).toBe(false);
    await accounts.there.linkBots(before, [`${accountId}-anew`], ['st-late']);
    expect(await existing(accounts.storeOf(), accountId)).toEqual(made);
  });

  test('a clock that is set while another instance moves it: back is told from what it then showed', async () => {
    const { accountId } = await accounts.created({ clock: { mode: 'frozen', now: 5 } });
    let isFirst = true;
    const setter = accounts.storeOf(async (command, send) => {
      if (isCall(command, 'Update') && isFirst) {
        isFirst = false;
        await accounts.there.changeClock(await existing(accounts.there, accountId), (clock) =>
          advanced(clock, 95),
        );
      }
      return send(command);
    });
    const account = await existing(setter, accountId);
    const clock = await setter.changeClock(account, (before) =>
      setTo(before, { mode: 'frozen', now: 50 }, 0),
    );
    expect(clock).toEqual({ mode: 'frozen', now: 50, setBack: 1 });
    expect((await existing(accounts.there, accountId)).clock).toEqual(clock);
  });

  test('its removal and an account made anew under its id, with other bots and apps', async () => {
    const account = await knownToBoth();
    await accounts.remove(accounts.here, account.accountId);
    const [kept = '', dropped = ''] = clientIdsOf(account);
    const anew = { ...account, createdAt: 2000, bots: [bot('st-9')], apps: [adminApp(kept)] };
    await accounts.here.create(anew);
    const found = await accounts.there.findByClientId(kept);
    expect(found?.app).toEqual(adminApp(kept));
    expect([...(found?.account.bots.keys() ?? [])]).toEqual(['st-9']);
    expect(found?.account.createdAt).toBe(2000);
    expect(await accounts.there.findByClientId(dropped)).toBeUndefined();
  });

  test('a client id that moves to another account', async () => {
    const account = await knownToBoth();
    const [clientId = ''] = clientIdsOf(account);
    await accounts.remove(accounts.here, account.accountId);
    const next = await accounts.created({ apps: [adminApp(clientId)] });
    expect((await accounts.there.findByClientId(clientId))?.account.accountId).toBe(next.accountId);
  });
});
