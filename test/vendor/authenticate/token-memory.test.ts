import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../functions/domain/refusal.ts';
import {
  clientIdsOnce,
  decodeOnce,
  isSignatureKnown,
  rememberSignature,
} from '../../../functions/vendor/authenticate/token-memory.ts';
import { clientId, newApp } from './fixture.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
let made = 0;

/** A token that no test has sent before. */
const newToken = (claims: Record<string, unknown> = { appId: clientId }): string =>
  `${encode({ alg: 'HS256' })}.${encode({ ...claims, n: ++made })}.c2ln`;

describe('a token that was sent before', () => {
  test('is not decoded again, and neither are its client ids read again', () => {
    const token = newToken();
    const decoded = decodeOnce(token);
    const clientIds = clientIdsOnce(token);

    expect(decoded).toMatchObject({ header: { alg: 'HS256' }, claims: { appId: clientId } });
    expect(clientIds).toEqual([{ claim: 'appId', clientId }]);
    expect(decodeOnce(token)).toBe(decoded);
    expect(clientIdsOnce(token)).toBe(clientIds);
    expect(decodeOnce(newToken())).not.toBe(decoded);
  });

  test('is forgotten where 500 others came after it', () => {
    const [first, second] = [newToken(), newToken()];
    const decoded = [first, second].map(decodeOnce);
    for (let other = 0; other < 499; other++) decodeOnce(newToken());

    expect(decodeOnce(second)).toBe(decoded[1]);
    expect(decodeOnce(first)).not.toBe(decoded[0]);
    expect(decodeOnce(first)).toEqual(decoded[0]);
  });

  test.each([
    ['is no JWT', 'a.b.c', 'auth_header_not_a_jwt'],
    ['names no client', newToken({}), 'client_id_missing'],
  ])('and %s is refused each time', (_what, token, code) => {
    for (let time = 0; time < 2; time++) {
      let thrown: unknown;
      try {
        clientIdsOnce(token);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(Refusal);
      expect(thrown).toMatchObject({ reason: { code } });
    }
  });
});

describe('a signature', () => {
  test('is known once it was verified, for the app as it was then', () => {
    const [app, changed] = [newApp(), newApp()];
    const [token, other] = [newToken(), newToken()];
    decodeOnce(token);
    decodeOnce(other);

    expect(isSignatureKnown(token, app)).toBe(false);
    rememberSignature(token, app);
    expect(isSignatureKnown(token, app)).toBe(true);
    expect(isSignatureKnown(token, changed)).toBe(false);
    expect(isSignatureKnown(other, app)).toBe(false);
  });

  test('of a token that is forgotten is not known', () => {
    const app = newApp();
    const token = newToken();

    expect(isSignatureKnown(token, app)).toBe(false);
    rememberSignature(token, app);
    expect(isSignatureKnown(token, app)).toBe(false);
  });
});
