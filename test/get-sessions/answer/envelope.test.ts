import { expect, test } from 'vitest';
import { unpooled } from '../../../functions/get-sessions/answer/envelope.ts';

test('texts and bytes are put together as UTF-8, in memory of their size', () => {
  const bytes = unpooled(['{"ü":', Buffer.from('"日"'), '', '}🙂']);
  expect(bytes.toString()).toBe('{"ü":"日"}🙂');
  expect(bytes.buffer.byteLength).toBe(bytes.byteLength);
  expect(unpooled([]).byteLength).toBe(0);
});
