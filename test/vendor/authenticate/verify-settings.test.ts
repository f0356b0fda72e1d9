import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { App } from '../../../functions/domain/account.ts';
import type { SettingsInput } from '../../../functions/domain/settings.ts';
import { newApp, nowSeconds, refusalOf } from './fixture.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Put together by hand: jose refuses to sign claims that are none. */
function tokenOf(
  app: App,
  claims: object,
  header: object = { alg: 'HS256' },
  key = app.clientSecret,
): string {
  const signed = `${encode(header)}.${encode({ appId: app.clientId, ...claims })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

const clock = `the account's clock shows ${nowSeconds} (2026-03-10T12:00:00.000Z).`;

describe('times, and the settings that change what they do', () => {
  test.each<[string, SettingsInput, object, [code: string, text: string] | undefined]>([
    [
      'exp that is a text',
      {},
      { exp: 'soon' },
      ['token_claim_invalid', 'The claim exp must be a number of seconds.'],
    ],
    [
      'nbf that is null',
      {},
      { nbf: null },
      ['token_claim_invalid', 'The claim nbf must be a number of seconds.'],
    ],
    ['unreadableTimes: ignore', { unreadableTimes: 'ignore' }, { exp: 'soon', nbf: [] }, undefined],
    [
      'unreadableTimes: ignore, though not what can be read',
      { unreadableTimes: 'ignore' },
      { exp: 1, nbf: [] },
      ['token_expired', `exp is 1, and ${clock}`],
    ],
    ['requireExp', { requireExp: true }, {}, ['exp_missing', "The account's settings demand the claim exp."]],
    ['exp in milliseconds', {}, { exp: 1e11 }, undefined],
    [
      'millisecondExp: refuse',
      { millisecondExp: 'refuse' },
      { exp: 1e11 },
      ['token_claim_invalid', 'exp is in milliseconds: use seconds.'],
    ],
    ['millisecondExp: refuse, a second less', { millisecondExp: 'refuse' }, { exp: 1e11 - 1 }, undefined],
    ['millisecondExp: refuse, no exp', { millisecondExp: 'refuse' }, {}, undefined],
    ['expiredTokens: accept', { expiredTokens: 'accept' }, { exp: 1 }, undefined],
    [
      'expiredTokens: accept, though not before nbf',
      { expiredTokens: 'accept' },
      { exp: 1, nbf: nowSeconds + 1 },
      ['token_not_yet_valid', `nbf is ${nowSeconds + 1}, and ${clock}`],
    ],
    ['earlyTokens: accept', { earlyTokens: 'accept' }, { nbf: nowSeconds + 1 }, undefined],
    [
      'nbf in milliseconds',
      {},
      { nbf: 1_768_000_000_000 },
      ['token_not_yet_valid', `nbf is 1768000000000, and ${clock} nbf is in the year 58,000: milliseconds?`],
    ],
  ])('%s', async (_what, settings, claims, refusal) => {
    const app = newApp();

    expect(await refusalOf({ app, settings }, tokenOf(app, claims))).toEqual(
      refusal && ['unacceptableToken', ...refusal],
    );
  });
});

describe('an algorithm that the app does not allow', () => {
  test.each(['none', 'None', 'HS384', 'hs512', 'PS256', 'ES256K', 'EdDSA'])('is named: %s', async (alg) => {
    const app = newApp();

    expect((await refusalOf({ app }, tokenOf(app, {}, { alg })))?.[2]).toBe(
      `The token is signed with ${alg}; the app allows HS256.`,
    );
  });

  test.each(['secret', 'xHS256', 'HS256x', 'HS25', 'HSabc', 'H256', '12256', 'xnone', ['none'], 256, null])(
    'is not named where it is none: it may be what nobody should see, %j',
    async (alg) => {
      const app = newApp();

      expect((await refusalOf({ app }, tokenOf(app, {}, { alg })))?.[2]).toBe(
        'The token names no algorithm that is known; the app allows HS256.',
      );
    },
  );
});

describe('a wrong signature', () => {
  test('says which mistake it comes from', async () => {
    const app = newApp();
    const token = tokenOf(app, {}, { alg: 'HS256' }, `${app.clientSecret}\n`);

    expect((await refusalOf({ app }, token))?.slice(1)).toEqual([
      'signature_invalid',
      'The signature is made with the secret with a line break after it: take that away.',
    ]);
  });

  test('says what it has to be made with where it comes from none that is known', async () => {
    const app = newApp();

    expect((await refusalOf({ app }, tokenOf(app, {}, { alg: 'HS256' }, 'another')))?.slice(1)).toEqual([
      'signature_invalid',
      "The signature is not made with this app's secret (the literal string, not base64-decoded) or key.",
    ]);
  });

  test('is one in other characters than an encoder writes for its bytes', async () => {
    const app = newApp();
    const token = tokenOf(app, {});
    // The last character of 32 bytes stands for four bits, and has two to spare.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = token.slice(0, -1) + alphabet[alphabet.indexOf(token.slice(-1)) + 1];

    expect(Buffer.from(other.slice(-43), 'base64url')).toEqual(Buffer.from(token.slice(-43), 'base64url'));
    expect((await refusalOf({ app }, other))?.[1]).toBe('signature_invalid');
    expect(await refusalOf({ app }, token)).toBeUndefined();
  });
});
