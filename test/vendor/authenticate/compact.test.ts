import { describe, expect, test } from 'vitest';
import { decodeCompact, isSignatureCanonical } from '../../../functions/vendor/authenticate/compact.ts';

const encode = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');
const header = encode('{"alg":"HS256"}');
const claims = encode('{"abc":1}');

describe('decodeCompact', () => {
  // RFC 7515, appendix A.1: the header and the claims of its example.
  const example =
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

  test('reads header and claims', () => {
    expect(decodeCompact(example)).toEqual({
      header: { typ: 'JWT', alg: 'HS256' },
      claims: { iss: 'joe', exp: 1_300_819_380, 'http://example.com/is_root': true },
    });
  });

  test.each([
    ['no third part', `${header}.${claims}.`, {}],
    ['a third part of an impossible length', `${header}.${claims}.A`, {}],
    ['b64 that says that the payload is encoded', `${encode('{"b64":true}')}.${claims}.c2ln`, { b64: true }],
  ])('takes %s', (_what, token, given) => {
    expect(decodeCompact(token)).toMatchObject({ header: given, claims: { abc: 1 } });
  });

  test.each([
    ['nothing', ''],
    ['one part', header],
    ['two parts', `${header}.${claims}`],
    ['four parts', `${header}.${claims}.c2ln.c2ln`],
    ['padding after the header', `${header}=.${claims}.c2ln`],
    ['padding after the claims', `${header}.${claims}==.c2ln`],
    ['padding after the signature', `${header}.${claims}.c2ln=`],
    ['the alphabet of base64 in the signature', `${header}.${claims}.a+b/`],
    ['a line break at the end', `${header}.${claims}.c2ln\n`],
    ['a header of an impossible length', `${encode('{"a":12}')}A.${claims}.c2ln`],
    ['claims of an impossible length', `${header}.${claims}A.c2ln`],
    ['an empty header', `.${claims}.c2ln`],
    ['empty claims', `${header}..c2ln`],
    ['claims that are no JSON', `${header}.${encode('text')}.c2ln`],
    ['claims that are a text', `${header}.${encode('"text"')}.c2ln`],
    ['claims that are a number', `${header}.${encode('5')}.c2ln`],
    ['claims that are null', `${header}.${encode('null')}.c2ln`],
    ['claims that are an array', `${header}.${encode('[{}]')}.c2ln`],
    ['a header that is an array', `${encode('[]')}.${claims}.c2ln`],
    ['claims that are not UTF-8', `${header}.${encode(Buffer.from('{"a":"ÿ"}', 'latin1'))}.c2ln`],
    ['claims that are not encoded (RFC 7797)', `${encode('{"b64":false}')}.${claims}.c2ln`],
  ])('takes no token with %s', (_what, token) => {
    expect(decodeCompact(token)).toBeUndefined();
  });
});

// Two characters stand for one byte and leave four bits, three for two bytes and leave two; an encoder writes zeros there.
test.each([
  ['', true],
  ['A', false],
  ['AA', true],
  ['AQ', true],
  ['AB', false],
  ['AP', false],
  ['AAA', true],
  ['AAE', true],
  ['AAB', false],
  ['AA_-', true],
  ['AAAAA', false],
  ['AA==', false],
])('the signature %j is as an encoder writes it: %s', (signature, isCanonical) => {
  expect(isSignatureCanonical(`${header}.${claims}.${signature}`)).toBe(isCanonical);
});
