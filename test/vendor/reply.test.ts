import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../functions/domain/refusal.ts';
import { toErrorReply, toJsonReply, toReasonHeader, vendorErrorOf } from '../../functions/vendor/reply.ts';
import { anyCharacter } from '../support/any-character.ts';

describe('toReasonHeader', () => {
  test.each([
    ['a sentence', 'All is well.', 'code: All is well.'],
    ['line breaks and controls', 'a\r\nSet-Cookie: x\u0000\u007f', 'code: a??Set-Cookie: x??'],
    ['letters beyond ASCII', 'Größe', 'code: Gr??e'],
    ['500 characters', 'x'.repeat(500), `code: ${'x'.repeat(500)}`],
    ['more than 500', 'x'.repeat(501), `code: ${'x'.repeat(500)}...`],
    ['nothing', '', 'code: '],
  ])('%s', (_what, text, header) => {
    expect(toReasonHeader('code', text)).toBe(header);
  });

  test('is always something a response can carry, of bounded length', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 600, size: 'max' }), (text) => {
        const header = toReasonHeader('code', text);
        expect(header).toMatch(/^[\x20-\x7e]{6,509}$/);
        expect(new Headers({ 'x-emulator-reason': header }).get('x-emulator-reason')).toBe(header.trim());
      }),
    );
  });
});

describe('replies', () => {
  const json = { 'content-type': 'application/json; charset=utf-8' };

  test('an answer has no reason unless one is given', () => {
    expect(toJsonReply(200, '{"a":"ü"}')).toEqual({ status: 200, headers: json, body: '{"a":"ü"}' });
    const { headers } = toJsonReply(200, '{}', { code: 'page_cut', text: 'Because.' });
    expect(headers).toEqual({ ...json, 'x-emulator-reason': 'page_cut: Because.' });
  });

  test('a refusal says on the wire only what the vendor says', () => {
    const reply = toErrorReply(
      { status: 401, msg: 'Invalid "SDK" credentials', code: 4002 },
      { code: 'client_unknown', text: 'No app has the client id x.' },
    );
    expect(reply).toEqual({
      status: 401,
      headers: { ...json, 'x-emulator-reason': 'client_unknown: No app has the client id x.' },
      body: '{"errors":[{"msg":"Invalid \\"SDK\\" credentials","code":4002}]}',
    });
  });
});

describe('vendorErrorOf', () => {
  const refusal = new Refusal('validation', 'body_field_invalid', 'limit: must be a whole number');
  const asDocumented = { status: 412, msg: 'Validation errors/ Invalid arguments', code: 412 };

  test.each([
    ['no settings', undefined, asDocumented],
    ['no overrides', {}, asDocumented],
    ['overrides of other rows', { internal: { status: 503 } }, asDocumented],
    ['a status', { validation: { status: 400 } }, { ...asDocumented, status: 400 }],
    ['text and code', { validation: { msg: 'No.', code: 0 } }, { status: 412, msg: 'No.', code: 0 }],
  ])('%s', (_what, overrides, expected) => {
    expect(vendorErrorOf(refusal, overrides)).toEqual(expected);
  });
});
