import { describe, expect, test } from 'vitest';
import type { AccountStore } from '../../../functions/store/accounts/accounts.ts';
import { type Command, isBatchWrite, isCall } from '../intercept.ts';
import { adminApp, bot, clientIdsOf, existing, useAccounts } from './use-accounts.ts';

const accounts = useAccounts();

describe('removal', () => {
  test('hides the account at once and is safe to repeat', async () => {
    const { accountId } = await accounts.created();
    await existing(accounts.there, accountId);
    await accounts.remove(accounts.here, accountId);
    expect(await accounts.there.read(accountId)).toBeUndefined();
    await accounts.remove(accounts.there, accountId);
    await accounts.remove(accounts.here, accountId);
    expect(await accounts.here.read(accountId)).toBeUndefined();
  });

  test.each([0, 1])('done again after it failed at any write frees every id (half %d done)', async (half) => {
    await failingAt(async (failing, at) => {
      const account = await accounts.created();
      const failed = await failsIn(accounts.remove(failing, account.accountId));
      await accounts.remove(accounts.there, account.accountId);
      await accounts.here.create(account).catch((error) => expect.fail(`after write ${at}: ${error}`));
      expect([...(await existing(accounts.there, account.accountId)).apps.keys()]).toEqual(
        clientIdsOf(account),
      );
      return failed;
    }, half);
  });

  test('frees every id of an account that could not be made for a failure at any write', async () => {
    await failingAt(async (failing, at) => {
      const account = accounts.newAccount();
      const failed = await failsIn(failing.create(account));
      if (failed) expect(await accounts.there.read(account.accountId)).toBeUndefined();
      await accounts.remove(accounts.here, account.accountId);
      await accounts.here.create(account).catch((error) => expect.fail(`after write ${at}: ${error}`));
      expect([...(await existing(accounts.there, account.accountId)).apps.keys()]).toEqual(
        clientIdsOf(account),
      );
      return failed;
    });
  });

  test('of a creation that was killed at any write is not needed: it can be repeated at once', async () => {
    for (let deadFrom = 1; ; deadFrom++) {
      let writes = 0;
      const dying = accounts.storeOf((command, send) => {
        if (!isCall(command, 'Get') && !isCall(command, 'Query')) writes += 1;
        return writes >= deadFrom ? Promise.reject(new Error('killed')) : send(command);
      });
      const account = accounts.newAccount();
      const failed = await failsIn(dying.create(account));
      if (!failed) return;
      const isMade = (await accounts.there.read(account.accountId)) !== undefined;
      const again = accounts.here.create({ ...account, createdAt: account.createdAt + 1 });
      if (isMade) await expect(again).rejects.toMatchObject({ code: 'account_exists' });
      else await again.catch((error) => expect.fail(`killed at write ${deadFrom}: ${error}`));
      for (const clientId of clientIdsOf(account)) {
        expect((await accounts.there.findByClientId(clientId))?.account.accountId).toBe(account.accountId);
      }
    }
  });

  test('by creations of one account at once: one makes it, and its client ids lead to it for good', async () => {
    for (let round = 0; round < 10; round++) {
      const account = accounts.newAccount();
      const stores = [accounts.here, accounts.there, accounts.here, accounts.there];
      const made = await Promise.allSettled(stores.map((store) => store.create(account)));
      expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const removals = accounts.removalsOf(accounts.here);
      await removals.sweep(account.createdAt + 7_200_000, removals.budget({ items: 10_000, ms: 10_000 }));
      for (const clientId of clientIdsOf(account)) {
        const found = await accounts.storeOf().findByClientId(clientId);
        expect(found?.account.accountId).toBe(account.accountId);
      }
    }
  });

  test('by its expiry frees every id too', async () => {
    const account = await accounts.created({ expiresAt: 1000 });
    await existing(accounts.there, account.accountId);
    const anew = { ...account, bots: [bot('st-9')], expiresAt: undefined };
    await accounts.here.create(anew);
    const read = await existing(accounts.there, account.accountId);
    expect([...read.bots.keys()]).toEqual(['st-9']);
    expect([...read.apps.keys()]).toEqual(clientIdsOf(account));
  });

  test('by its expiry frees the ids of its apps for another account, whoever remembers them', async () => {
    const account = await accounts.created({ expiresAt: 1000 });
    const [clientId = ''] = clientIdsOf(account);
    await accounts.there.findByClientId(clientId);
    const next = await accounts.created({ apps: [adminApp(clientId)] });
    expect((await accounts.there.findByClientId(clientId))?.account.accountId).toBe(next.accountId);
  });

  test('leaves nothing of a bot or an app that is added meanwhile', async () => {
    const account = await accounts.created();
    const stale = await existing(accounts.there, account.accountId);
    await accounts.remove(accounts.here, account.accountId);
    const app = adminApp(`${account.accountId}-late`);
    await accounts.there.addBot(stale, bot('st-late')).catch(() => undefined);
    await accounts.there.addApp(stale, app, 1000).catch(() => undefined);
    expect(await accounts.here.findByClientId(app.clientId)).toBeUndefined();

    await accounts.here.create({ ...account, apps: [app] });
    const anew = await existing(accounts.there, account.accountId);
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
    const failing = accounts.storeOf(async (command, send) => {
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
