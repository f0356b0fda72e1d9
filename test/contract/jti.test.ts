import type { JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, App } from './support/account.ts';
import { found, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { nowSeconds } from './support/rows.ts';
import { sign } from './support/tokens.ts';

const emulator = useEmulator();
const accepted = found([]);
const replayed = refused('jtiReplayed', 'jti_replayed');
let account: Account;
let app: App;

const createAccount = () =>
  emulator.createAccount({
    bots: [{ botId: 'st-1' }],
    apps: [
      { kind: 'builder', enforceJti: true },
      { kind: 'builder', enforceJti: true },
      { kind: 'admin', enforceJti: true },
    ],
  });

beforeAll(async () => {
  account = await createAccount();
  app = account.app(0);
});

const tokenWith = (claims: JWTPayload, of = app) =>
  sign(of, { appId: of.clientId, exp: nowSeconds + 60, ...claims });
const askWith = async (claims: JWTPayload, of = app) => account.ask({ token: await tokenWith(claims, of) });

describe('Enforce JTI', () => {
  it('[tokens.enforceJti, errors.jtiReplayed] each jti is accepted once; a replay is 401 with the code 401', async () => {
    const token = await tokenWith({ jti: 'once' });
    expect(await account.ask({ token })).toEqual(accepted);
    expect(await account.ask({ token })).toEqual(replayed);
    expect(await account.ask({ token })).toEqual(replayed);
  });

  it('[tokens.enforceJti] the jti counts, not the token', async () => {
    expect(await askWith({ jti: 'two tokens', sub: 'a' })).toEqual(accepted);
    expect(await askWith({ jti: 'two tokens', sub: 'b', exp: nowSeconds + 90 })).toEqual(replayed);
    expect(await askWith({ jti: 'Two tokens' })).toEqual(accepted);
  });

  it('[tokens.enforceJti] it holds on the account route too', async () => {
    const admin = account.appOf('admin');
    const token = await tokenWith({ jti: 'admin' }, admin);
    expect(await account.ask({ route: 'account', token })).toEqual(accepted);
    expect(await account.ask({ route: 'account', token })).toEqual(replayed);
    expect(await account.ask({ token })).toEqual(replayed);
  });

  it('[tokens.enforceJti] kore_jti is as good as jti', async () => {
    expect(await askWith({ kore_jti: 'kore' })).toEqual(accepted);
    expect(await askWith({ kore_jti: 'kore' })).toEqual(replayed);
    expect(await askWith({ jti: 'kore' })).toEqual(replayed);
  });

  it.each([{}, { jti: '' }, { jti: 5 }, { jti: null }, { kore_jti: '' }])(
    '[tokens.jtiMissing] mandatory: %j is 401 Invalid SDK credentials',
    async (claims) => {
      expect(await askWith(claims as JWTPayload)).toEqual(refused('invalidCredentials', 'jti_missing'));
    },
  );

  it('[tokens.enforceJti, errors.jtiExpiryTooFar] exp at most an hour ahead', async () => {
    const tooFar = refused('jtiExpiryTooFar', 'jti_exp_too_far');
    expect(await askWith({ jti: 'hour', exp: nowSeconds + 3600 })).toEqual(accepted);
    expect(await askWith({ jti: 'far', exp: nowSeconds + 3601 })).toEqual(tooFar);
    expect(await askWith({ jti: 'far', exp: nowSeconds + 86_400 })).toEqual(tooFar);
    expect(await askWith({ jti: 'far' })).toEqual(accepted);
  });

  it('[tokens.jtiNoExp] no exp at all is too far', async () => {
    const token = await sign(app, { appId: app.clientId, jti: 'no exp' });
    expect(await account.ask({ token })).toEqual(refused('jtiExpiryTooFar', 'jti_exp_too_far'));
  });

  it('[tokens.enforceJti] of many requests at once with one jti, one is accepted', async () => {
    const token = await tokenWith({ jti: 'race' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => account.ask({ token })));
    expect(answers.filter(({ status }) => status === 200)).toEqual([accepted]);
    expect(answers.filter(({ status }) => status !== 200)).toEqual(Array(7).fill(replayed));
  });

  it('[emulator] a token that is refused does not use up its jti', async () => {
    const forger = { ...app, clientSecret: 'a secret that the app does not have' };
    const token = await tokenWith({ jti: 'forged' }, forger);
    expect(await account.ask({ token })).toEqual(refused('invalidCredentials', 'signature_invalid'));
    expect(await askWith({ jti: 'forged', exp: nowSeconds - 1 })).toEqual(
      refused('invalidCredentials', 'token_expired'),
    );
    expect(await askWith({ jti: 'forged' })).toEqual(accepted);
  });

  it("[emulator] another app's jti, or another account's, is another one", async () => {
    const other = await createAccount();
    expect(await askWith({ jti: 'shared' })).toEqual(accepted);
    expect(await askWith({ jti: 'shared' }, account.app(1))).toEqual(accepted);
    expect(await other.ask({ token: await tokenWith({ jti: 'shared' }, other.app(0)) })).toEqual(accepted);
    expect(await askWith({ jti: 'shared' })).toEqual(replayed);
  });

  it('[emulator] a jti may be of any length and any characters', async () => {
    for (const jti of ['x'.repeat(3000), `${'x'.repeat(2999)}y`, '😀/#\u0000', ' ']) {
      expect(await askWith({ jti })).toEqual(accepted);
      expect(await askWith({ jti })).toEqual(replayed);
    }
  });
});
