import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { found } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { nowSeconds } from './support/rows.ts';

const emulator = useEmulator();

interface Minted {
  token: string;
  claims: Record<string, unknown>;
  refusedFor?: string;
}

type Options = Record<string, unknown>;

/** An account whose only app has these options; an admin app, so that both routes are open to it. */
const accountWith = (app: Options = {}, settings: Options = {}): Promise<Account> =>
  emulator.sharedAccount({ apps: [{ kind: 'admin', ...app }], settings });

const mint = (account: Account, request: Options = {}): Promise<Minted> =>
  account.control<Minted>('POST', '/tokens', { clientId: account.app(0).clientId, ...request });

describe('good tokens', () => {
  it.each<[string, Options]>([
    ['HS256', {}],
    ['HS512', { algorithms: ['HS512'] }],
    ['JTI', { enforceJti: true }],
    ['JWE', { enforceJwe: true }],
    ['JTI and JWE', { enforceJti: true, enforceJwe: true }],
  ])('[emulator] %s: accepted on both routes', async (_, app) => {
    const account = await accountWith(app);
    for (const route of bothRoutes) {
      const { token, refusedFor } = await mint(account);
      expect(refusedFor).toBeUndefined();
      expect(await account.ask({ route, token })).toEqual(found([]));
    }
  });

  it('[emulator] of a builder app', async () => {
    const account = await emulator.createAccount();
    const { token } = await mint(account);
    expect(await account.ask({ token })).toEqual(found([]));
  });

  it("[emulator] live an hour by the account's clock, or as long as asked", async () => {
    const account = await emulator.createAccount({ apps: [{ kind: 'admin' }] });
    const { token, claims } = await mint(account);
    expect(claims).toEqual({ appId: account.app(0).clientId, iat: nowSeconds, exp: nowSeconds + 3600 });
    const short = await mint(account, { expiresIn: 'PT15M' });
    expect(short.claims).toMatchObject({ exp: nowSeconds + 900 });
    expect((await mint(account, { expiresIn: 30 })).claims).toMatchObject({ exp: nowSeconds + 30 });
    await account.setClock({ advance: 'PT15M' });
    expect(await account.ask({ token })).toEqual(found([]));
    expect(await account.ask({ token: short.token })).toMatchObject({ reason: 'token_expired' });
    await account.setClock({ advance: 'PT45M' });
    expect(await account.ask({ token })).toMatchObject({ reason: 'token_expired' });
  });

  it('[emulator] carry the claims given, and lose those that are null', async () => {
    const account = await accountWith();
    const { clientId } = account.app(0);
    const { token, claims } = await mint(account, {
      claims: { appId: null, iss: clientId, exp: null, sub: 'ann', aud: ['x'] },
    });
    expect(claims).toEqual({ iss: clientId, iat: nowSeconds, sub: 'ann', aud: ['x'] });
    expect(await account.ask({ token })).toEqual(found([]));
  });

  it('[emulator] are accepted once where the app enforces JTI', async () => {
    const account = await accountWith({ enforceJti: true });
    const { token } = await mint(account);
    expect(await account.ask({ token })).toEqual(found([]));
    expect(await account.ask({ token })).toMatchObject({ reason: 'jti_replayed' });
  });
});

describe('each flaw is refused for its reason', () => {
  const jti = { enforceJti: true };
  const jwe = { enforceJwe: true };

  it.each<[string, string, Options?, Options?]>([
    ['expired', 'token_expired'],
    ['notYetValid', 'token_not_yet_valid'],
    ['expMissing', 'exp_missing', {}, { requireExp: true }],
    ['wrongSignature', 'signature_invalid'],
    ['secretBase64Decoded', 'signature_invalid'],
    ['wrongAlgorithm', 'algorithm_not_allowed'],
    ['algNone', 'algorithm_not_allowed'],
    ['unknownClient', 'client_unknown'],
    ['noClientId', 'client_id_missing'],
    ['malformed', 'auth_header_not_a_jwt'],
    ['jtiMissing', 'jti_missing', jti],
    ['jtiExpiryTooFar', 'jti_exp_too_far', jti],
    ['jtiExpiryTooFar', 'jti_exp_too_far', jti, { clockSkewSeconds: 3600 }],
    ['jtiReplayed', 'jti_replayed', jti],
    ['notEncrypted', 'jwe_required', jwe],
    ['encrypted', 'jwe_not_enabled'],
    ['encryptedNotSigned', 'jwe_payload_not_signed', jwe],
    ['wrongEncryptionKey', 'jwe_not_decryptable', jwe],
    ['wrongEncryptionAlgorithm', 'jwe_algorithm_not_supported', jwe],
  ])('[emulator] %s: %s', async (flaw, reason, app, settings) => {
    const account = await accountWith(app, settings);
    const { token, refusedFor } = await mint(account, { flaw });
    expect(refusedFor).toBe(reason);
    expect(await account.ask({ token })).toMatchObject({ status: 401, reason });
    expect(await account.ask({ token, route: 'account' })).toMatchObject({ status: 401, reason });
    // Nothing but the token is bad.
    expect(await account.ask({ token: (await mint(account)).token })).toEqual(found([]));
  });
});

describe('tokens that cannot be made', () => {
  it.each<[string, Options]>([
    ['flaw', { flaw: 'rotten' }],
    ['flaw', { flaw: 'jtiMissing' }],
    ['flaw', { flaw: 'notEncrypted' }],
    ['flaw', { flaw: 'expMissing' }],
    ['expiresIn', { expiresIn: 0 }],
    ['expiresIn', { expiresIn: 1.5 }],
    ['expiresIn', { expiresIn: 'an hour' }],
    ['expiresIn', { expiresIn: '-PT1H' }],
    ['claims', { claims: [] }],
    ['client', { client: 'x' }],
    ['clientId', { clientId: '' }],
    ['clientId', { clientId: 5 }],
  ])('[emulator] %s is not valid: 400 for %j', async (field, request) => {
    const account = await accountWith();
    const answer = await account.call('POST', '/tokens', { clientId: account.app(0).clientId, ...request });
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual([field]);
  });

  it('[emulator] the app of another account, or none: 404', async () => {
    const [account, other] = [await accountWith(), await accountWith({ enforceJti: true })];
    for (const clientId of [other.app(0).clientId, 'cs-unknown', '__proto__', 'a/b']) {
      expect(await account.call('POST', '/tokens', { clientId })).toEqual(problem(404, 'app_not_found'));
    }
  });

  it('[emulator] an app whose private key only its owner has: 409', async () => {
    const { publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const account = await accountWith({ algorithms: ['RS256'], publicKey });
    const { clientId } = account.app(0);
    expect(await account.call('POST', '/tokens', { clientId })).toEqual(problem(409, 'private_key_missing'));
    const { token, refusedFor } = await mint(account, { flaw: 'wrongSignature' });
    expect(await account.ask({ token })).toMatchObject({ status: 401, reason: refusedFor });
  });

  it('[emulator] claims that nest without end: refused, not failed', async () => {
    const account = await accountWith();
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const body = `{"clientId":"${account.app(0).clientId}","claims":{"deep":${deep}}}`;
    expect([400, 413]).toContain((await account.call('POST', '/tokens', body)).status);
  });

  it('[emulator] claims of wrong types are for the vendor route to refuse', async () => {
    const account = await accountWith();
    const { token } = await mint(account, { claims: { exp: 'soon' } });
    expect(await account.ask({ token })).toMatchObject({ status: 401, reason: 'token_claim_invalid' });
  });
});
