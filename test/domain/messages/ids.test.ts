import { expect, test } from 'vitest';
import { markOf, messageIdOf, placeOf } from '../../../functions/domain/messages/ids.ts';

const mark = markOf('69b00000000000000000001e');

test('the id of a made-up message is as the vendor’s, and leads back to it', () => {
  const start = Date.parse('2026-03-10T11:30:00.123Z');
  for (const number of [0, 1, 255, 256, 70_000, 2 ** 24 - 1]) {
    const id = messageIdOf(mark, start, number);
    expect(id).toMatch(/^ms-[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(placeOf(id)).toEqual({ second: Math.floor(start / 1000), number, own: mark.own });
  }
});

test('another id leads nowhere', () => {
  for (const id of ['', 'ms-1', 'ms-fee996b9-0485-55a3-bf42-417c1272aff4'])
    expect(placeOf(id)).toBeUndefined();
});
