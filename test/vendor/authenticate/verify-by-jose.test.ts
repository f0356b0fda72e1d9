import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../functions/domain/refusal.ts';
import { isSignatureOf } from '../../../functions/vendor/authenticate/verify-by-jose.ts';
import { keyPair, newApp, sign, signByKey } from './fixture.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('whether a token is signed by an app', () => {
  test.each(['HS256', 'HS512'] as const)('by its secret, %s', async (alg) => {
    const app = newApp({ algorithms: ['HS256', 'HS512'] });

    expect(await isSignatureOf(await sign(app, {}, { alg }), app, alg)).toBe(true);
    expect(await isSignatureOf(await sign(newApp(), {}, { alg }), app, alg)).toBe(false);
  });

  test.each(['RS256', 'RS512'] as const)('by its key, %s', async (alg) => {
    const app = newApp({ algorithms: ['RS256', 'RS512'], publicKey: keyPair().publicKey });
    const token = await signByKey(app, alg);

    expect(await isSignatureOf(token, app, alg)).toBe(true);
    expect(await isSignatureOf(`${token.slice(0, -4)}AAAA`, app, alg)).toBe(false);
  });
});

describe('a token that cannot be verified at all', () => {
  const app = newApp();
  const claims = encode({ appId: app.clientId });
  const unknownExtension = ['unacceptableToken', 'token_claim_invalid', 'ERR_JOSE_NOT_SUPPORTED'];
  const notWellFormed = ['notAJwt', 'auth_header_not_a_jwt', 'holds a token that is not a well-formed JWS'];

  // RFC 7515, section 4.1.11: names of extensions, each of them in the header.
  test.each([
    ['an extension that nobody knows', { alg: 'HS256', crit: ['x'], x: 1 }, unknownExtension],
    ['an empty list of extensions', { alg: 'HS256', crit: [] }, notWellFormed],
    ['extensions that are no list', { alg: 'HS256', crit: 'x' }, notWellFormed],
    [
      'an algorithm that the app does not allow',
      { alg: 'HS512' },
      ['unacceptableToken', 'token_claim_invalid', 'ERR_JOSE_ALG_NOT_ALLOWED'],
    ],
  ])('is refused: %s', async (_what, header, [row, code, text]) => {
    let thrown: unknown;
    try {
      await isSignatureOf(`${encode(header)}.${claims}.AAAA`, app, 'HS256');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Refusal);
    expect(thrown).toMatchObject({ error: row, reason: { code, text: expect.stringContaining(text ?? '') } });
  });
});
