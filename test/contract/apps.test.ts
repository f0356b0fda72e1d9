import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { found, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { makeRow, type Row } from './support/rows.ts';

const emulator = useEmulator();
const noScope = refused('incorrectScope', 'scope_not_granted');
const notLinked = refused('invalidCredentials', 'bot_not_linked');
const botIds = ['st-a', 'st-b', 'st-c'];
const rows = botIds.map((botId, index) => makeRow(botId, index + 1));
const ofBot = (wanted: string): Row[] => rows.filter(({ botId }) => botId === wanted);

let account: Account;

beforeAll(async () => {
  account = await emulator.createAccount({
    bots: botIds.map((botId) => ({ botId })),
    apps: [
      { kind: 'builder' },
      { kind: 'builder', bots: ['st-a'] },
      {
        kind: 'builder',
        bots: [
          { botId: 'st-a', scopes: ['bot_sessions:read'] },
          { botId: 'st-b', scopes: ['bot_history:read'] },
        ],
      },
      { kind: 'builder', bots: [{ botId: 'st-a', scopes: [] }] },
      { kind: 'admin' },
      { kind: 'admin', scopes: ['bot_history:read', 'bot_sessions:read'] },
      { kind: 'admin', scopes: ['bot_history:read'] },
      { kind: 'admin', scopes: [] },
    ],
  });
  await account.importRows(rows);
});

const ask = (position: number, botId: string) => account.ask({ app: account.app(position), botId });
const askAccount = (position: number) => account.ask({ app: account.app(position), route: 'account' });

describe('a builder app', () => {
  it('[apps.builder] is linked to bots: by default to every bot of the account', async () => {
    for (const botId of botIds) expect(await ask(0, botId)).toEqual(found(ofBot(botId)));
  });

  it('[errors.botNotLinked] a bot not linked to it, or unknown: Invalid SDK credentials', async () => {
    expect(await ask(1, 'st-a')).toEqual(found(ofBot('st-a')));
    for (const botId of ['st-b', 'st-c', 'st-unknown', 'ST-A']) {
      expect(await ask(1, botId)).toEqual(notLinked);
    }
  });

  it('[apps.builder] has scopes per bot, "Bot Sessions" among them', async () => {
    expect(await ask(2, 'st-a')).toEqual(found(ofBot('st-a')));
    expect(await ask(2, 'st-b')).toEqual(noScope);
    expect(await ask(2, 'st-c')).toEqual(notLinked);
  });

  it('[errors.scopeNotGranted] a link without scopes: Permission denied', async () => {
    expect(await ask(3, 'st-a')).toEqual(noScope);
  });

  it('[apps.scopeNowhere] links that grant the scope nowhere: the scope is refused, for any bot', async () => {
    for (const botId of ['st-a', 'st-b', 'st-unknown']) expect(await ask(3, botId)).toEqual(noScope);
  });

  it('[routes.account, errors.builderOnAccountRoute] never on the account route', async () => {
    for (const position of [0, 1, 2, 3]) {
      expect(await askAccount(position)).toEqual(refused('incorrectScope', 'builder_app_on_account_route'));
    }
  });
});

describe('an admin app', () => {
  it('[apps.admin] belongs to the account; its scope covers every bot', async () => {
    for (const position of [4, 5]) {
      expect(await askAccount(position)).toEqual(found(rows));
      for (const botId of botIds) expect(await ask(position, botId)).toEqual(found(ofBot(botId)));
    }
  });

  it('[errors.scopeNotGranted] without the scope: Permission denied, on both routes', async () => {
    for (const position of [6, 7]) {
      expect(await askAccount(position)).toEqual(noScope);
      expect(await ask(position, 'st-a')).toEqual(noScope);
    }
  });

  it('[errors.unknownBot] a bot unknown in its account: 400 Invalid StreamId', async () => {
    for (const botId of ['st-unknown', 'ST-A', 'st-a%20', '%2e%2e%2e', 'x'.repeat(3000)]) {
      expect(await ask(4, botId)).toEqual(refused('unknownBot', 'bot_unknown'));
    }
  });
});

describe('bots and apps added later', () => {
  it('[emulator] are there at once', async () => {
    const growing = await emulator.createAccount();
    const admin = growing.appOf('admin');
    const botId = 'st-later';
    expect(await growing.ask({ app: admin, botId })).toEqual(refused('unknownBot', 'bot_unknown'));

    await growing.control('POST', '/bots', { botId, name: 'Later' });
    const row = makeRow(botId, 1);
    await growing.importRows([row]);
    expect(await growing.ask({ app: admin, botId })).toEqual(found([row]));
    expect(await growing.ask({ app: admin, route: 'account' })).toEqual(found([row]));
    // A builder app keeps the links it was made with.
    expect(await growing.ask({ botId })).toEqual(notLinked);

    const app = { ...admin, clientId: `cs-${growing.accountId}`, clientSecret: 'given, long' };
    expect(await growing.ask({ app, botId })).toEqual(refused('invalidCredentials', 'client_unknown'));
    await growing.control('POST', '/apps', {
      kind: 'builder',
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      bots: [botId],
    });
    expect(await growing.ask({ app, botId })).toEqual(found([row]));
  });
});
