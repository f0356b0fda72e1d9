import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../functions/domain/default-settings.ts';
import { type Command, isBatchWrite, isCall } from '../intercept.ts';
import { adminApp, clientIdsOf, existing, useAccounts } from './use-accounts.ts';

const accounts = useAccounts();

describe('create and read', () => {
  test('gives the account back, its bots and apps in the order given', async () => {
    const account = await accounts.created({
      clock: { mode: 'frozen', now: 5 },
      settings: { maxLimit: 7, sessionTagsMaxAgeDays: null },
      expiresAt: 9_999_999_999_999,
    });
    const read = await existing(accounts.there, account.accountId);
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

  test('takes nine calls', async () => {
    const calls: string[] = [];
    const counted = accounts.storeOf((command, send) => {
      calls.push(command.constructor.name);
      return send(command);
    });
    await accounts.created({ expiresAt: 9_999_999_999_999 }, counted);
    expect(calls).toEqual([
      // Whether there is such an account.
      'GetCommand',
      // A note of what is to be removed if this goes no further, and then what stands beside the head.
      'BatchWriteCommand',
      'BatchWriteCommand',
      // The two client ids, and the head.
      'PutCommand',
      'PutCommand',
      'PutCommand',
      // Whether the client ids still lead to this account, and the note goes.
      'GetCommand',
      'GetCommand',
      'DeleteCommand',
    ]);
  });

  test('a client id leads to the account and the app that have it', async () => {
    const account = await accounts.created();
    for (const app of account.apps) {
      for (const store of [accounts.there, accounts.there, accounts.here]) {
        const found = await store.findByClientId(app.clientId);
        expect(found?.account.accountId).toBe(account.accountId);
        expect(found?.app).toEqual(app);
      }
    }
  });

  test('what is not there is undefined', async () => {
    expect(await accounts.here.read('acc-unknown')).toBeUndefined();
    expect(await accounts.here.findByClientId('cs-unknown')).toBeUndefined();
  });

  test('an account id in use is refused and the account left as it was', async () => {
    const account = await accounts.created();
    const second = accounts.newAccount({ accountId: account.accountId });
    await expect(accounts.there.create(second)).rejects.toMatchObject({ code: 'account_exists' });
    expect([...(await existing(accounts.here, account.accountId)).apps.keys()]).toEqual(clientIdsOf(account));
    for (const clientId of clientIdsOf(second))
      expect(await accounts.here.findByClientId(clientId)).toBeUndefined();
  });

  test('its client ids are its own, though another creation of it has taken them over and was cut off', async () => {
    const account = accounts.newAccount();
    const isHead = (command: Command): boolean =>
      isCall(command, 'Put') && JSON.stringify(command.input).includes('"configRevision"');
    const dying = accounts.storeOf((command, send) =>
      isHead(command) || isCall(command, 'Delete') ? Promise.reject(new Error('cut off')) : send(command),
    );
    const slow = accounts.storeOf(async (command, send) => {
      if (isHead(command)) await expect(dying.create(account)).rejects.toThrow('cut off');
      return send(command);
    });
    await slow.create(account);

    const later = account.createdAt + 7_200_000;
    const removals = accounts.removalsOf(accounts.here);
    await removals.sweep(later, removals.budget({ items: 1000, ms: 5000 }));
    for (const clientId of clientIdsOf(account)) {
      const another = accounts.newAccount({ createdAt: later, apps: [adminApp(clientId)] });
      await expect(accounts.there.create(another)).rejects.toMatchObject({ code: 'client_id_taken' });
    }
  });

  test('a client id in use is refused, and nothing is left of the account that wanted it', async () => {
    const owner = await accounts.created();
    const [taken = ''] = clientIdsOf(owner);
    const wanting = accounts.newAccount();
    const conflicting = { ...wanting, apps: [...wanting.apps, adminApp(taken)] };
    await expect(accounts.there.create(conflicting)).rejects.toMatchObject({ code: 'client_id_taken' });

    expect(await accounts.here.read(wanting.accountId)).toBeUndefined();
    expect((await accounts.here.findByClientId(taken))?.account.accountId).toBe(owner.accountId);
    for (const clientId of clientIdsOf(wanting))
      expect(await accounts.here.findByClientId(clientId)).toBeUndefined();
    // All its ids are free again.
    await accounts.here.create(wanting);
    expect([...(await existing(accounts.there, wanting.accountId)).apps.keys()]).toEqual(
      clientIdsOf(wanting),
    );
  });

  test('of several instances that make one account at once, one succeeds', async () => {
    const account = accounts.newAccount();
    const attempts = [accounts.here, accounts.there, accounts.storeOf(), accounts.storeOf()].map(
      (store, index) => store.create({ ...account, apps: [adminApp(`${account.accountId}-${index}`)] }),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await existing(accounts.here, account.accountId)).apps.size).toBe(1);
  });

  test('an account cannot be seen before all of it is there', async () => {
    const account = accounts.newAccount();
    const seen: unknown[] = [];
    const slow = accounts.storeOf(async (command, send) => {
      const output = await send(command);
      if (isBatchWrite(command)) seen.push(await accounts.there.read(account.accountId));
      return output;
    });
    await slow.create(account);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((account) => account === undefined)).toBe(true);
    expect(await accounts.there.read(account.accountId)).toBeDefined();
  });
});
