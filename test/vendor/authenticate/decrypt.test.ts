import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../functions/domain/refusal.ts';
import type { JweKeyPairStore } from '../../../functions/store/accounts/jwe-key-pair.ts';
import { noUsage } from '../../../functions/store/table/meter.ts';
import { decrypt } from '../../../functions/vendor/authenticate/decrypt.ts';
import { encrypt, keyPair } from './fixture.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const tokenOf = (header: unknown): string => `${encode(header)}.AAAA.AAAA.AAAA.AAAA`;

const open = (token: string, privateKey: string = keyPair().privateKey): Promise<string> =>
  decrypt(
    token,
    { read: async () => ({ ...keyPair(), privateKey }) } as unknown as JweKeyPairStore,
    noUsage(),
  );

async function refusalOf(token: string): Promise<[code: string, text: string] | undefined> {
  try {
    await open(token);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return [error.reason.code, error.reason.text];
    throw error;
  }
}

test.each(['A128CBC-HS256', 'A128GCM', 'A256GCM'])('opens %s', async (enc) => {
  expect(await open(await encrypt('a.b.c', { enc }))).toBe('a.b.c');
});

describe('an algorithm that is not supported', () => {
  // The names of RFC 7518, sections 4.1 and 5.1.
  test.each([
    'RSA1_5',
    'RSA-OAEP-256',
    'RSA-OAEP-512',
    'dir',
    'ECDH-ES',
    'ECDH-ES+A128KW',
    'PBES2-HS256+A128KW',
    'A192KW',
    'A192GCM',
    'A192GCMKW',
    'A256CBC-HS512',
  ])('is named, %s', async (name) => {
    const advice =
      'use alg RSA-OAEP (RSA1_5 is unsafe, and jose does not have it) and enc A128CBC-HS256, A128GCM, A256GCM.';
    expect(await refusalOf(tokenOf({ alg: name, enc: 'A256GCM' }))).toEqual([
      'jwe_algorithm_not_supported',
      `The token is encrypted with alg ${name}, enc A256GCM: ${advice}`,
    ]);
    expect(await refusalOf(tokenOf({ alg: 'RSA-OAEP', enc: name }))).toEqual([
      'jwe_algorithm_not_supported',
      `The token is encrypted with alg RSA-OAEP, enc ${name}: ${advice}`,
    ]);
  });

  test.each([
    'secret',
    'xRSA-OAEP',
    'RSA-OAEPx',
    'RSA-OAEP-25',
    'RSA-OAEP-abc',
    'ECDH-ES+AabcKW',
    'ECDH-ES+A1KW',
    'PBES2-HSabc+A128KW',
    'PBES2-HS256+AabcKW',
    'AabcGCM',
    'A1GCM',
    'A128CBC-HSabc',
    'A128CBC-HS2',
    '',
  ])('is not named where it is none: it may be what nobody should see, %j', async (name) => {
    expect((await refusalOf(tokenOf({ alg: name, enc: 'A256GCM' })))?.[1]).toContain(
      'alg (unknown), enc A256GCM',
    );
  });
});

describe('five parts', () => {
  const header = encode({ alg: 'RSA-OAEP', enc: 'A256GCM' });

  test.each([
    ['with padding after the first', `${header}=.AAAA.AAAA.AAAA.AAAA`],
    ['with padding at the end', `${header}.AAAA.AAAA.AAAA.AAA=`],
    ['with a blank before them', ` ${header}.AAAA.AAAA.AAAA.AAAA`],
    ['without alg', tokenOf({ enc: 'A256GCM' })],
    ['with an alg that is a number', tokenOf({ alg: 7, enc: 'A256GCM' })],
    ['without enc', tokenOf({ alg: 'RSA-OAEP' })],
    ['with a header that is an array', tokenOf([])],
    ['with a header that is no JSON', 'AAAA.AAAA.AAAA.AAAA.AAAA'],
  ])('are no JWT %s', async (_what, token) => {
    expect(await refusalOf(token)).toEqual([
      'auth_header_not_a_jwt',
      'The auth header holds five parts, but the first is not a JWE header.',
    ]);
  });

  test('that hold nothing that can be opened', async () => {
    expect(await refusalOf(`${header}.AAAA.AAAA.AAAA.AAAA`)).toEqual([
      'jwe_not_decryptable',
      'The token (alg RSA-OAEP, enc A256GCM) cannot be decrypted: encrypt it with the public key that the app was given.',
    ]);
  });
});

test('a key of the deployment that cannot be read is no fault of the token', async () => {
  const token = await encrypt('a.b.c');
  await expect(open(token, 'no key')).rejects.toThrow(TypeError);
  await expect(open(token, 'no key')).rejects.not.toBeInstanceOf(Refusal);
});
