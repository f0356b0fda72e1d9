import { describe, expect, test } from 'vitest';
import { tokenFacts } from '../../../functions/vendor/authenticate/token-facts.ts';
import { clientId } from './fixture.ts';

const facts = (header: Record<string, unknown>, claims: Record<string, unknown>) =>
  tokenFacts({ header, claims }, (text) => `<${text}>`);

describe('what the journal keeps of a token', () => {
  test('is its algorithm, client id, times and the names of its claims, each text cleaned', () => {
    const claims = { appId: clientId, sub: 'secret', exp: 3, nbf: 2, iat: 1 };

    expect(facts({ alg: 'HS256', kid: 'secret' }, claims)).toEqual({
      algorithm: '<HS256>',
      clientId: `<${clientId}>`,
      exp: 3,
      nbf: 2,
      iat: 1,
      claims: ['<appId>', '<sub>', '<exp>', '<nbf>', '<iat>'],
    });
  });

  test('is little where it says nothing', () => {
    expect(facts({}, {})).toEqual({ claims: [] });
  });

  test.each([
    ['RSA-OAEP+A', true],
    ['x'.repeat(20), true],
    ['x'.repeat(21), false],
    ['', false],
    [' HS256', false],
    ['HS256 ', false],
    ['a.b', false],
    [['HS256'], false],
    [256, false],
  ])('has the algorithm %j: %s', (alg, isKept) => {
    expect(facts({ alg }, {})).toEqual({ ...(isKept ? { algorithm: `<${alg}>` } : {}), claims: [] });
  });

  test.each([['3'], [null], [[3]], [true]])('has no time that is %j', (exp) => {
    expect(facts({}, { exp })).toEqual({ claims: ['<exp>'] });
  });

  test('has only the length of a client id that does not look like one: it may be a secret', () => {
    expect(facts({}, { iss: 'a secret' }).clientId).toBe(
      '<that the token gives (8 characters, unlike cs- and a uuid)>',
    );
    expect(facts({}, { appId: 7 })).toEqual({ claims: ['<appId>'] });
  });

  test.each([
    ['https://example.com/a_claim.1-2', true],
    ['x'.repeat(60), true],
    ['x'.repeat(61), false],
    ['', false],
    ['a b', false],
    [' a', false],
    ['a ', false],
    ['ä', false],
  ])('has the name of the claim %j: %s', (name, isKept) => {
    expect(facts({}, { [name]: 1 }).claims).toEqual([isKept ? `<${name}>` : '...']);
  });

  test('has the names of twenty claims at most', () => {
    const names = Array.from({ length: 21 }, (_, index) => `claim${index}`);
    const claims = Object.fromEntries(names.map((name) => [name, 1]));

    expect(facts({}, claims).claims).toEqual(names.slice(0, 20).map((name) => `<${name}>`));
  });
});
