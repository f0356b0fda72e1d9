import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactBody, redactQuery, redactText } from '../../functions/get-sessions/redact.ts';

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
    const harmless = fc
      .jsonValue()
      .filter((value) => !/auth|jwt|token|password|key|secret/i.test(JSON.stringify(value)));
    fc.assert(
      fc.property(harmless, (value) => {
        const text = JSON.stringify(value);
        expect(redactBody(text, undefined)).toEqual(JSON.parse(text));
      }),
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
