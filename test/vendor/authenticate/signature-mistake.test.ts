import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Account, App } from '../../../functions/domain/account.ts';
import { findSignatureMistake } from '../../../functions/vendor/authenticate/signature-mistake.ts';
import { newApp } from './fixture.ts';

const secret = 'c2VjcmV0LW9mLXRoZS1hcHA=';
const own = newApp({ clientSecret: secret });
const other = newApp({ clientId: 'cs-other', clientSecret: 'secret of another' });

interface Signed {
  app?: App;
  apps?: App[];
  hash?: 'sha256' | 'sha512';
  algorithm?: string;
}

function mistakeOf(
  key: string | Buffer,
  { app = own, apps = [app, other], hash = 'sha256', algorithm = 'HS256' }: Signed = {},
): string | undefined {
  const signature = createHmac(hash, key).update('header.claims').digest('base64url');
  const account = { apps: new Map(apps.map((each) => [each.clientId, each])) } as unknown as Account;
  return findSignatureMistake(`header.claims.${signature}`, algorithm, app, account);
}

const decoded = 'what base64 makes of the secret, decoded. Use the literal string, as it is';
const takeAway = (what: string): string => `the secret with ${what}: take that away`;

describe('the key that a wrong signature is made with', () => {
  test.each<[string, string | Buffer, string | undefined]>([
    ['the secret decoded', Buffer.from(secret, 'base64'), decoded],
    ['a line break after it', `${secret}\n`, takeAway('a line break after it')],
    ['a line break of Windows after it', `${secret}\r\n`, takeAway('a line break after it')],
    ['a line break before it', `\n${secret}`, takeAway('a line break before it')],
    ['a blank after it', `${secret} `, takeAway('a blank after it')],
    ['a blank before it', ` ${secret}`, takeAway('a blank before it')],
    ['blanks around it', ` ${secret} `, takeAway('blanks around it')],
    ['a tab after it', `${secret}\t`, takeAway('a tab after it')],
    ['double quotes', `"${secret}"`, takeAway('quotes around it')],
    ['single quotes', `'${secret}'`, takeAway('quotes around it')],
    ['the secret of another app', other.clientSecret, 'the secret of another app of the account, cs-other'],
    ['no key that could be guessed', `${secret}?`, undefined],
  ])('%s', (_what, key, mistake) => {
    expect(mistakeOf(key)).toBe(mistake);
    expect(mistakeOf(key, { hash: 'sha512', algorithm: 'HS512' })).toBe(mistake);
  });

  test('the secret without the blanks that are part of it', () => {
    const app = newApp({ clientSecret: ' spaced out ' });

    expect(mistakeOf('spaced out', { app })).toBe(
      'the secret without the blanks around it: they are part of it',
    );
  });

  test('is looked for among the apps of the account alone', () => {
    expect(mistakeOf(other.clientSecret, { apps: [own] })).toBeUndefined();
  });

  test('is no empty one where the secret is nothing that base64 could be', () => {
    expect(mistakeOf('', { app: newApp({ clientSecret: '!?!?!?!?' }) })).toBeUndefined();
    expect(mistakeOf('')).toBeUndefined();
  });

  test('is not asked for where the algorithm takes none, or the signature is not of its length', () => {
    expect(mistakeOf(`${secret}\n`, { algorithm: 'RS256' })).toBeUndefined();
    expect(mistakeOf(`${secret}\n`, { algorithm: 'HS512' })).toBeUndefined();
    expect(mistakeOf(`${secret}\n`, { hash: 'sha512' })).toBeUndefined();
  });
});
