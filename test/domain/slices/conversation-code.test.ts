import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromManner, mannerOf } from '../../../functions/domain/slices/conversation-code.ts';
import { anyCharacter } from '../../support/any-character.ts';

test('what is kept of a conversation comes out as it went in, as plain text that begins with no digit', () => {
  const channel = fc.oneof(fc.constantFrom('rtm', 'sms', 'korevg', ''), fc.string({ unit: anyCharacter }));
  const language = fc.oneof(fc.constantFrom('en', '', 'de', 'pt-BR'), fc.string({ unit: anyCharacter }));
  fc.assert(
    fc.property(fc.record({ channel, language, isDeveloper: fc.boolean() }), (manner) => {
      const text = mannerOf(manner);
      expect(fromManner(text)).toEqual(manner);
      expect(text).toMatch(/^[A-Z.][\w.%!-]*$/);
    }),
  );
});

test('the commonest takes one character', () => {
  expect(mannerOf({ channel: 'rtm', language: 'en', isDeveloper: false })).toBe('R');
  expect(() => fromManner('5')).toThrow('unknown manner');
});
