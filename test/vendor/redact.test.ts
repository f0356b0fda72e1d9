import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactBody, redactQuery, redactText } from '../../functions/vendor/redact.ts';
import { timesOf } from '../support/thorough.ts';

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJhcHBJZCI6ImNzIn0.c2lnbmF0dXJl';
const secret = 'aM3nTRvkST/NlulM9VM5xeQSW55qAf08o37tKOnZwS4=';

describe('what a client sent by mistake', () => {
  it('is left out of a text: tokens of three and five parts, and the secret of the app', () => {
    expect(redactText(`a ${token} b ${token}.x.y c ${secret}`, secret)).toBe(
      'a [redacted] b [redacted] c [redacted]',
    );
  });

  it('is left out of a query string, by value and by name', () => {
    expect(redactQuery(`?jwt=abc&containmentType=agent&x=${token}`, secret)).toBe(
      '?jwt=%5Bredacted%5D&containmentType=agent&x=%5Bredacted%5D',
    );
  });

  it('is left out of a body, however deep', () => {
    const body = { limit: 5, a: [{ clientSecret: 's', note: `x ${token}` }], apiKey: 'k' };
    expect(redactBody(JSON.stringify(body), undefined)).toEqual({
      limit: 5,
      a: [{ clientSecret: '[redacted]', note: 'x [redacted]' }],
      apiKey: '[redacted]',
    });
    expect(redactBody(`{"auth":"${token}`, undefined)).toBe('{"auth":"[redacted]');
  });

  it('leaves everything else as it is', () => {
    expect(redactQuery('?containmentType=agent&callId=a+b%20c', secret)).toBe(
      '?containmentType=agent&callId=a+b%20c',
    );
    // However it is written: what stands between letters and digits does not count in a name.
    const told = (text: string): string => `${text} ${text.replace(/[^\p{L}\p{N}]/gu, '')}`;
    const harmless = fc
      .jsonValue()
      .filter(
        (value) =>
          !/auth|jwt|token|pass|pw|key|secret|bearer|basic|cred|cookie|ey/i.test(told(JSON.stringify(value))),
      );
    fc.assert(
      fc.property(harmless, (value) => {
        const text = JSON.stringify(value);
        expect(redactBody(text, undefined)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is left out of a body as by looking at every name and value, whatever the body has', () => {
    const part = fc.constantFrom(
      ...[
        'auth',
        'jwt',
        'Token',
        'passWord',
        'apiKey',
        'API_KEY',
        'mySecret',
        'eyJ',
        token,
        'pass',
        'api',
        'x',
      ],
      ...[secret, secret.slice(1), '"', '\\', '/', '\u017f', 'ſecret'],
    );
    const text = fc.array(part, { maxLength: 3 }).map((parts) => parts.join(''));
    // What happens to a name that holds a secret itself is another matter.
    const memberName = text.filter((name) => redactText(name, secret) === name);
    const value = fc.oneof(text, fc.integer(), fc.constant(null));
    const body = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, value, fc.array(tie('any')), fc.dictionary(memberName, tie('any'))),
    })).any;
    // JSON has more than one way to write a character.
    const escaped = (json: string): string => json.replaceAll('e', '\\u0065').replaceAll('/', '\\/');
    fc.assert(
      fc.property(body, fc.boolean(), fc.constantFrom(secret, undefined), (given, escapes, own) => {
        const json = JSON.stringify(given);
        const naive = JSON.parse(json, (name, each: unknown) => {
          const plain = name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
          if (/^(?:x?auth|pass)$|jwt|token|password|apikey|secret/.test(plain)) return '[redacted]';
          return typeof each === 'string' ? redactText(each, own) : each;
        });
        expect(redactBody(escapes ? escaped(json) : json, own)).toEqual(naive);
      }),
      { numRuns: timesOf(1000) },
    );
  });

  it('is never kept, wherever the token stands in a JSON body', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        const text = JSON.stringify({ value, [name]: [{ [name]: `${name} ${token}` }] });
        expect(JSON.stringify(redactBody(text, undefined))).not.toContain('c2lnbmF0dXJl');
      }),
    );
  });
});
