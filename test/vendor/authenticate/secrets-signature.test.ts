import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSecretsSignature } from '../../../functions/vendor/authenticate/secrets-signature.ts';

// The example that jwt.io has shown for years.
const secret = 'your-256-bit-secret';
const signed =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ';
const signature = 'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';
const by512 = createHmac('sha512', secret).update(signed).digest('base64url');

test.each<[string, string, Record<string, unknown>, string, boolean]>([
  ['HS256', signature, { alg: 'HS256' }, secret, true],
  ['HS512', by512, { alg: 'HS512' }, secret, true],
  ['HS256 by another secret', signature, { alg: 'HS256' }, `${secret} `, false],
  ['HS512 in the name of HS256', by512, { alg: 'HS256' }, secret, false],
  ['HS256 in the name of HS512', signature, { alg: 'HS512' }, secret, false],
  ['an algorithm that is none of the two', signature, { alg: 'HS384' }, secret, false],
  ['no algorithm', signature, {}, secret, false],
  ['what must be understood besides', signature, { alg: 'HS256', crit: ['b64'] }, secret, false],
  ['a character less', signature.slice(0, -1), { alg: 'HS256' }, secret, false],
  ['a character more', `${signature}A`, { alg: 'HS256' }, secret, false],
  ['bytes after it', `${signature}AAAA`, { alg: 'HS256' }, secret, false],
  ['another first character', `A${signature.slice(1)}`, { alg: 'HS256' }, secret, false],
  ['nothing', '', { alg: 'HS256' }, secret, false],
])('%s', (_what, third, header, key, isOfSecret) => {
  expect(isSecretsSignature(`${signed}.${third}`, header, key)).toBe(isOfSecret);
});
