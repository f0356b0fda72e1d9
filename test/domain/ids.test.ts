import { expect, test } from 'vitest';
import { idSchema } from '../../functions/domain/id-schema.ts';
import { isId } from '../../functions/domain/ids.ts';

test.each([
  ['a session id', '6465cf6e4769ed4e822b82a1', true],
  ["a session id as the vendor's page masks it", '6465cf6e47Q9ed4e822b82a1', true],
  ['a bot id', 'st-007accdd-4a8b-5b2f-b2d6-6a2c1d3e4f50', true],
  ['one character', 'a', true],
  ['64 characters', 'a'.repeat(64), true],
  ['65 characters', 'a'.repeat(65), false],
  ['nothing', '', false],
  ['a blank', 'a b', false],
  ['a slash', 'a/b', false],
  // The separator of the table's keys.
  ['a hash', 'a#b', false],
  ['a line break behind', 'a\n', false],
  ['a letter beyond ASCII', 'ü', false],
])('%s', (_what, text, valid) => {
  expect(isId(text)).toBe(valid);
  expect(idSchema.safeParse(text).success).toBe(valid);
});
