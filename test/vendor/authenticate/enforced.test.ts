import { describe, expect, test } from 'vitest';
import {
  clientId,
  encrypt,
  newApp,
  nowSeconds,
  otherPublicKey,
  refusalOf,
  sign,
  systemNow,
  type Used,
} from './fixture.ts';

describe('an app that enforces JTI', () => {
  const enforcing = () => newApp({ enforceJti: true });
  const exp = nowSeconds + 60;

  test.each(['jti', 'kore_jti'])('takes each %s once', async (claim) => {
    const app = enforcing();
    const used: Used[] = [];

    expect(await refusalOf({ app }, await sign(app, { exp, [claim]: 'one' }), used)).toBeUndefined();
    expect(used).toEqual([[clientId, 'one', systemNow]]);
    const again = await refusalOf({ app }, await sign(app, { exp, [claim]: 'one' }), used);
    expect(again?.slice(0, 2)).toEqual(['jtiReplayed', 'jti_replayed']);
    expect(again?.[2]).toContain('this jti was used before');
    expect(await refusalOf({ app }, await sign(app, { exp, [claim]: 'two' }), used)).toBeUndefined();
  });

  test('reads jti before kore_jti', async () => {
    const app = enforcing();
    const used: Used[] = [];

    await refusalOf({ app }, await sign(app, { exp, jti: 'a', kore_jti: 'b' }), used);
    expect(used.map(([, jti]) => jti)).toEqual(['a']);
  });

  test.each([
    [{}, 'send a jti or kore_jti claim'],
    [{ kore_jti: '' }, 'must be a text that is not empty'],
    [{ kore_jti: 7 }, 'must be a text that is not empty'],
  ])('refuses %j, and notes nothing', async (claims, text) => {
    const app = enforcing();
    const used: Used[] = [];

    const refusal = await refusalOf({ app }, await sign(app, { exp, ...claims }), used);
    expect(refusal?.slice(0, 2)).toEqual(['unacceptableToken', 'jti_missing']);
    expect(refusal?.[2]).toContain(text);
    expect(used).toEqual([]);
  });

  test.each([
    [3600, 0, undefined],
    [3601, 0, 'jti_exp_too_far'],
    [3610, 10, undefined],
    [3611, 10, 'jti_exp_too_far'],
  ])('lets a token live %d s with a skew of %d s: %s', async (life, clockSkewSeconds, code) => {
    const app = enforcing();
    const used: Used[] = [];
    const token = await sign(app, { jti: 'x', exp: nowSeconds + life });

    const refusal = await refusalOf({ app, settings: { clockSkewSeconds } }, token, used);
    expect(refusal?.[1]).toBe(code);
    expect(used).toHaveLength(code === undefined ? 1 : 0);
    if (code !== undefined) {
      expect(refusal?.[0]).toBe('jtiExpiryTooFar');
      expect(refusal?.[2]).toContain(
        `at most ${3600 + clockSkewSeconds} s ahead; it is ${nowSeconds + life}`,
      );
    }
  });

  test('wants exp', async () => {
    const app = enforcing();

    const refusal = await refusalOf({ app }, await sign(app, { jti: 'x' }));
    expect(refusal?.slice(0, 2)).toEqual(['jtiExpiryTooFar', 'jti_exp_too_far']);
    expect(refusal?.[2]).toContain('it is missing');
  });

  test('is asked after the signature: a forged token uses no id up', async () => {
    const app = enforcing();
    const used: Used[] = [];

    const forged = await sign(newApp(), { jti: 'x', exp });
    expect((await refusalOf({ app }, forged, used))?.[1]).toBe('signature_invalid');
    expect(used).toEqual([]);
  });
});

test('an app that does not enforce JTI takes a token as often as it comes', async () => {
  const app = newApp();
  const used: Used[] = [];
  const token = await sign(app, { jti: 'x' });

  expect(await refusalOf({ app }, token, used)).toBeUndefined();
  expect(await refusalOf({ app }, token, used)).toBeUndefined();
  expect(used).toEqual([]);
});

describe('an app that enforces JWE', () => {
  const enforcing = () => newApp({ enforceJwe: true });

  test.each(['A128CBC-HS256', 'A128GCM', 'A256GCM'])('takes a signed token inside %s', async (enc) => {
    const app = enforcing();

    expect(await refusalOf({ app }, await encrypt(await sign(app), { enc }))).toBeUndefined();
  });

  test('refuses a token that is only signed', async () => {
    const app = enforcing();

    const refusal = await refusalOf({ app }, await sign(app));
    expect(refusal?.slice(0, 2)).toEqual(['unacceptableToken', 'jwe_required']);
    expect(refusal?.[2]).toContain('encrypt the signed token');
  });

  test('verifies the signature inside', async () => {
    const app = enforcing();

    expect((await refusalOf({ app }, await encrypt(await sign(newApp()))))?.[1]).toBe('signature_invalid');
  });

  test.each([
    [
      'another key algorithm',
      { alg: 'RSA-OAEP-256' },
      'jwe_algorithm_not_supported',
      'alg RSA-OAEP-256, enc A256GCM',
    ],
    [
      'other content encryption',
      { enc: 'A192GCM' },
      'jwe_algorithm_not_supported',
      'A128CBC-HS256, A128GCM, A256GCM',
    ],
  ])('refuses what is encrypted by %s', async (_what, how, code, text) => {
    const app = enforcing();

    const refusal = await refusalOf({ app }, await encrypt(await sign(app), how));
    expect(refusal?.slice(0, 2)).toEqual(['unacceptableToken', code]);
    expect(refusal?.[2]).toContain(text);
  });

  test('refuses what is encrypted to another key', async () => {
    const app = enforcing();

    const token = await encrypt(await sign(app), { publicKey: otherPublicKey });
    expect(await refusalOf({ app }, token)).toEqual([
      'unacceptableToken',
      'jwe_not_decryptable',
      'The token (alg RSA-OAEP, enc A256GCM) cannot be decrypted: encrypt it with the public key that the app was given.',
    ]);
  });

  test('refuses what holds no signed token', async () => {
    const app = enforcing();

    for (const content of ['{"appId":"x"}', 'a.b', 'a.b.c.d']) {
      const refusal = await refusalOf({ app }, await encrypt(content));
      expect(refusal?.slice(0, 2)).toEqual(['unacceptableToken', 'jwe_payload_not_signed']);
      expect(refusal?.[2]).toContain('Sign the claims first, then encrypt the result.');
    }
  });

  test.each(['a.b.c.d.e', '....', `${Buffer.from('{"alg":"RSA-OAEP"}').toString('base64url')}.b.c.d.e`])(
    'takes five parts that are no JWE for no JWT: %s',
    async (token) => {
      const refusal = await refusalOf({ app: enforcing() }, token);
      expect(refusal?.slice(0, 2)).toEqual(['notAJwt', 'auth_header_not_a_jwt']);
      expect(refusal?.[2]).toContain('the first is not a JWE header');
    },
  );
});

describe('an encrypted token', () => {
  test('is refused where the app does not enforce JWE', async () => {
    const app = newApp();

    const refusal = await refusalOf({ app }, await encrypt(await sign(app)));
    expect(refusal?.slice(0, 2)).toEqual(['unacceptableToken', 'jwe_not_enabled']);
    expect(refusal?.[2]).toContain('the app does not enforce JWE');
  });

  test('is refused where no app has ever enforced JWE', async () => {
    const app = newApp();

    const refusal = await refusalOf({ app, hasKeyPair: false }, await encrypt(await sign(app)));
    expect(refusal?.slice(0, 2)).toEqual(['unacceptableToken', 'jwe_not_enabled']);
    expect(refusal?.[2]).toContain('no app enforces JWE');
  });
});
