import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, App } from './support/account.ts';
import { found, refused } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { makeRow, type Row, upTo } from './support/rows.ts';
import { sign } from './support/tokens.ts';

const emulator = useEmulator();
const botId = 'st-the-same';
let accounts: [Account, Account];

/** The same bot and the same session ids in each account, told apart by the channel. */
const rowsIn = (channel: string): Row[] => upTo(3).map((number) => makeRow(botId, number, { channel }));

const createAccount = async (channel: string) => {
  const account = await emulator.createAccount({ bots: [{ botId }] });
  await account.importRows(rowsIn(channel));
  return account;
};

beforeAll(async () => {
  accounts = [await createAccount('sms'), await createAccount('email')];
});

describe('two accounts with the same bot and session ids', () => {
  it.each(bothRoutes)('[emulator] each sees its own, on the %s route', async (route) => {
    const [first, second] = accounts;
    expect(await first.ask({ route })).toEqual(found(rowsIn('sms')));
    expect(await second.ask({ route })).toEqual(found(rowsIn('email')));
    const sessionId = rowsIn('').map((row) => row.sessionId);
    expect((await first.ask({ route, body: { sessionId } })).body).toMatchObject({ sessions: rowsIn('sms') });
    expect((await second.ask({ route, body: { sessionId } })).body).toMatchObject({
      sessions: rowsIn('email'),
    });
  });

  it('[emulator] the credential alone decides', async () => {
    const [first, second] = accounts;
    const token = await sign(second.appOf('admin'));
    expect(await first.ask({ token })).toEqual(found(rowsIn('email')));
    expect(await first.ask({ route: 'account', token })).toEqual(found(rowsIn('email')));
  });

  it("[emulator] one account's secret signs nothing for the other", async () => {
    const [first, second] = accounts;
    const mixed: App = { ...first.appOf('admin'), clientSecret: second.appOf('admin').clientSecret };
    expect(await first.ask({ app: mixed })).toEqual(refused('invalidCredentials', 'signature_invalid'));
  });

  it('[emulator] clocks and settings are their own', async () => {
    const [first, second] = accounts;
    await second.setClock({ advance: 'P8D' });
    await second.change({ unknownContainmentType: 'ignore' });
    expect(await second.ask({ query: 'containmentType=x' })).toEqual(found([]));
    expect(await first.ask()).toEqual(found(rowsIn('sms')));
    expect(await first.ask({ query: 'containmentType=x' })).toMatchObject({ status: 412 });
    await second.setClock({ advance: '-P8D' });
  });

  it('[emulator] replacing and removing in one leaves the other alone', async () => {
    const [first, second] = accounts;
    const third = await createAccount('slack');
    await third.importRows(rowsIn('twitter'));
    expect(await third.ask()).toEqual(found(rowsIn('twitter')));
    await emulator.control('DELETE', `/accounts/${third.accountId}`);
    expect(await third.ask()).toEqual(refused('invalidCredentials', 'client_unknown'));
    expect(await first.ask()).toEqual(found(rowsIn('sms')));
    expect(await second.ask()).toEqual(found(rowsIn('email')));
  });

  it('[emulator] a bot of one account is unknown in the other', async () => {
    const [first, second] = accounts;
    const own = 'st-of-the-first';
    await first.control('POST', '/bots', { botId: own });
    expect(await first.ask({ app: first.appOf('admin'), botId: own })).toEqual(found([]));
    expect(await second.ask({ app: second.appOf('admin'), botId: own })).toEqual(
      refused('unknownBot', 'bot_unknown'),
    );
  });

  it('[emulator] many accounts at once do not mix', async () => {
    const channels = ['a', 'b', 'c', 'd', 'e', 'f'];
    await Promise.all(
      channels.map(async (channel) => {
        const account = await createAccount(channel);
        expect(await account.ask({ route: 'account' })).toEqual(found(rowsIn(channel)));
      }),
    );
  });
});
