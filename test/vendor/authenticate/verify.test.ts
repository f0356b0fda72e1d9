import { describe, expect, test } from 'vitest';
import type { SettingsInput } from '../../../functions/domain/settings.ts';
import { ask, keyPair, newApp, nowSeconds, otherPublicKey, refusalOf, sign, signByKey } from './fixture.ts';

describe('the algorithm', () => {
  test.each(['HS256', 'HS512'] as const)('%s is allowed where the app says so', async (alg) => {
    const app = newApp({ algorithms: [alg] });

    expect(await refusalOf({ app }, await sign(app, {}, { alg }))).toBeUndefined();
    const other = alg === 'HS256' ? 'HS512' : 'HS256';
    const refusal = await refusalOf({ app }, await sign(app, {}, { alg: other }));
    expect(refusal?.slice(0, 2)).toEqual(['unacceptableToken', 'algorithm_not_allowed']);
    expect(refusal?.[2]).toContain(`the app allows ${alg}.`);
  });

  test('of several is any of them, each with the key that belongs to it', async () => {
    const app = newApp({ algorithms: ['HS256', 'HS512', 'RS256', 'RS512'], publicKey: keyPair().publicKey });

    expect(await refusalOf({ app }, await sign(app))).toBeUndefined();
    expect(await refusalOf({ app }, await sign(app, {}, { alg: 'HS512' }))).toBeUndefined();
    expect(await refusalOf({ app }, await signByKey(app, 'RS256'))).toBeUndefined();
    expect(await refusalOf({ app }, await signByKey(app, 'RS512'))).toBeUndefined();
    const refusal = await refusalOf({ app }, await sign(app, {}, { alg: 'HS384' }));
    expect(refusal?.[2]).toContain('the app allows HS256, HS512, RS256, RS512.');
  });

  test.each(['{"alg":"none"}', '{"alg":7}', '{}'])('of the header %s is not allowed', async (header) => {
    const app = newApp();
    const [, claims] = (await sign(app)).split('.');
    const token = `${Buffer.from(header).toString('base64url')}.${claims}.`;

    expect((await refusalOf({ app }, token))?.[1]).toBe('algorithm_not_allowed');
  });
});

describe('the signature', () => {
  test('by another secret is wrong', async () => {
    const app = newApp();

    const refusal = await refusalOf({ app }, await sign(newApp()));
    expect(refusal?.slice(0, 2)).toEqual(['invalidCredentials', 'signature_invalid']);
    expect(refusal?.[2]).toContain('The signature is');
    expect(refusal?.[2]).not.toContain(app.clientSecret);
  });

  test('is made with the secret as it stands, not decoded', async () => {
    const app = newApp({ clientSecret: 'c2VjcmV0LW9mLXRoZS1hcHA=' });
    const key = Buffer.from(app.clientSecret, 'base64');

    expect(await refusalOf({ app }, await sign(app))).toBeUndefined();
    expect((await refusalOf({ app }, await sign(app, {}, { key })))?.[1]).toBe('signature_invalid');
  });

  test('by a key pair is held against the app’s public key', async () => {
    const app = newApp({ algorithms: ['RS256'], publicKey: otherPublicKey });

    expect((await refusalOf({ app }, await signByKey(app, 'RS256')))?.[1]).toBe('signature_invalid');
  });

  test('cannot be verified where the app has no public key', async () => {
    const app = newApp({ algorithms: ['RS256'] });

    const refusal = await refusalOf({ app }, await signByKey(app, 'RS256'));
    expect(refusal?.slice(0, 2)).toEqual(['unacceptableToken', 'public_key_missing']);
    expect(refusal?.[2]).toContain('no public key for RS256');
  });

  test('that was right once is not right for the app with another secret', async () => {
    const app = newApp();
    const token = await sign(app);

    expect(await refusalOf({ app }, token)).toBeUndefined();
    expect(await refusalOf({ app }, token)).toBeUndefined();
    const changed = newApp({ clientSecret: 'another' });
    expect((await refusalOf({ app: changed }, token))?.[1]).toBe('signature_invalid');
    expect(await ask({ app }, token)).toMatchObject({ app });
  });

  test('that was right once does not make up for the time', async () => {
    const app = newApp();
    const token = await sign(app, { exp: nowSeconds - 1 });

    expect((await refusalOf({ app, settings: { clockSkewSeconds: 2 } }, token))?.[1]).toBeUndefined();
    expect((await refusalOf({ app, settings: { clockSkewSeconds: 0 } }, token))?.[1]).toBe('token_expired');
  });
});

describe('the time of the account', () => {
  const noSkew: SettingsInput = { clockSkewSeconds: 0 };
  const skew: SettingsInput = { clockSkewSeconds: 10 };

  test.each<[string, SettingsInput, Record<string, unknown>, string | undefined]>([
    ['exp later', noSkew, { exp: nowSeconds + 1 }, undefined],
    ['exp now', noSkew, { exp: nowSeconds }, 'token_expired'],
    ['exp before', noSkew, { exp: nowSeconds - 1 }, 'token_expired'],
    ['exp before, by less than the skew', skew, { exp: nowSeconds - 9 }, undefined],
    ['exp before, by the skew', skew, { exp: nowSeconds - 10 }, 'token_expired'],
    ['nbf before', noSkew, { nbf: nowSeconds - 1 }, undefined],
    ['nbf now', noSkew, { nbf: nowSeconds }, undefined],
    ['nbf later', noSkew, { nbf: nowSeconds + 1 }, 'token_not_yet_valid'],
    ['nbf later, by the skew', skew, { nbf: nowSeconds + 10 }, undefined],
    ['nbf later, by more than the skew', skew, { nbf: nowSeconds + 11 }, 'token_not_yet_valid'],
    ['no exp', noSkew, {}, undefined],
    ['no exp where it is required', { requireExp: true }, {}, 'exp_missing'],
    ['exp where it is required', { requireExp: true }, { exp: nowSeconds + 1 }, undefined],
    ['exp that is a text', noSkew, { exp: 'soon' }, 'token_claim_invalid'],
    ['nbf that is a text', noSkew, { nbf: 'soon' }, 'token_claim_invalid'],
    ['iat, sub and aud whatever they are', noSkew, { iat: nowSeconds + 99, sub: 7, aud: {} }, undefined],
  ])('%s', async (_what, settings, claims, code) => {
    const app = newApp();
    const key = new TextEncoder().encode(app.clientSecret);
    // Put together by hand: jose refuses to sign claims that are none.
    const parts = [{ alg: 'HS256' }, { appId: app.clientId, ...claims }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]);
    const signature = await crypto.subtle.sign('HMAC', hmac, new TextEncoder().encode(parts.join('.')));
    const token = [...parts, Buffer.from(signature).toString('base64url')].join('.');

    const refusal = await refusalOf({ app, settings }, token);
    expect(refusal?.[1]).toBe(code);
    if (code !== undefined) expect(refusal?.[0]).toBe('unacceptableToken');
  });

  test('is told where a token does not fit it', async () => {
    const app = newApp();
    const exp = nowSeconds - 60;

    expect((await refusalOf({ app }, await sign(app, { exp: 1 })))?.[2]).toContain(
      `exp is 1, and the account's clock shows ${nowSeconds} (2026-03-10T12:00:00.000Z).`,
    );
    const refusal = await refusalOf({ app, settings: { clockSkewSeconds: 0 } }, await sign(app, { exp }));
    expect(refusal?.[2]).toContain(`exp is ${exp}`);
    const early = await refusalOf({ app }, await sign(app, { nbf: nowSeconds + 4000 }));
    expect(early?.[2]).toContain(`nbf is ${nowSeconds + 4000}`);
  });
});
