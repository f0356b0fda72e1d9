import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../functions/domain/default-settings.ts';
import { isBatchWrite } from '../intercept.ts';
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

  test('takes few calls: tests make an account each', async () => {
    const calls: string[] = [];
    const counted = accounts.storeOf((command, send) => {
      calls.push(command.constructor.name);
      return send(command);
    });
    await accounts.created({ expiresAt: 9_999_999_999_999 }, counted);
    expect(calls).toEqual([
      // Nobody has the account id; what is left where all else fails is noted.
      'GetCommand',
      'BatchWriteCommand',
      // A client id each.
      'PutCommand',
      'PutCommand',
      // All but the head, the head, and the client ids are still the account's.
      'BatchWriteCommand',
      'PutCommand',
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
