import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  entriesOf,
  packEntries,
  placeOf,
  type WrittenEntry,
} from '../../../functions/store/journal/items.ts';
import { bodyArbitrary, latenessArbitrary, makeEntry, newestFirst } from './entries.ts';

const start = Date.parse('2026-03-01T00:00:00.000Z');

const writtenArbitrary = fc
  .record({
    id: fc.uuid(),
    body: bodyArbitrary,
    lateness: latenessArbitrary,
    pk: fc.constantFrom('JOURNAL#a', 'JOURNAL#b'),
    ttl: fc.constantFrom(100, 101),
  })
  .map(({ id, body, lateness, pk, ttl }): WrittenEntry => {
    const entry = makeEntry(id, start - lateness, body);
    return { pk, ttl, place: placeOf(entry), text: JSON.stringify(entry) };
  });

const manyWritten = fc.uniqueArray(writtenArbitrary, { selector: ({ place }) => place, maxLength: 40 });

function written(count: number, body: string, at = (_: number) => start): WrittenEntry[] {
  return Array.from({ length: count }, (_, number) => {
    const entry = makeEntry(`id-${number}`, at(number), body);
    return { pk: 'JOURNAL#a', ttl: 100, place: placeOf(entry), text: JSON.stringify(entry) };
  });
}

const timeOf = (place: string): number => Date.parse(place.slice(0, 24));

describe('items', () => {
  test('hold every entry once, with its own journal and expiry, newest first', () => {
    fc.assert(
      fc.property(manyWritten, (entries) => {
        const items = packEntries(entries);
        const held = items.flatMap((item) => entriesOf(item).map((placed) => ({ ...placed, item })));
        expect(held).toHaveLength(entries.length);
        for (const { place, text, pk, ttl } of entries) {
          const found = held.filter((other) => other.place === place);
          expect(found).toMatchObject([{ entry: JSON.parse(text), item: { pk, ttl } }]);
        }
        for (const item of items) {
          const own = entriesOf(item);
          expect(own.map(({ entry }) => entry)).toEqual(newestFirst(own.map(({ entry }) => entry)));
          expect(own[0]?.place).toBe(item.sk);
          expect(own).toHaveLength(item.count);
        }
      }),
    );
  });

  test('are far smaller than DynamoDB allows, and cover a quarter of a second', () => {
    fc.assert(
      fc.property(manyWritten, (entries) => {
        for (const item of packEntries(entries)) {
          expect(Buffer.byteLength(item.entries)).toBeLessThan(130_000);
          for (const { place } of entriesOf(item)) {
            expect(timeOf(item.sk) - timeOf(place)).toBeLessThanOrEqual(250);
          }
        }
      }),
    );
  });

  test('are as few as may be', () => {
    expect(packEntries(written(200, 'x'))).toHaveLength(1);
    expect(packEntries(written(251, 'x', (number) => start - number))).toHaveLength(1);
    expect(packEntries(written(252, 'x', (number) => start - number))).toHaveLength(2);
  });

  test.each(['x', 'ü', '€', '😀', '\u0001'])(
    'are bounded in bytes, whatever the characters: %j',
    (character) => {
      const items = packEntries(written(40, character.repeat(4_000)));
      expect(items.length).toBeGreaterThan(1);
      const total = items.reduce((sum, { entries }) => sum + Buffer.byteLength(entries), 0);
      for (const { entries } of items.slice(0, -1))
        expect(Buffer.byteLength(entries)).toBeGreaterThan(90_000);
      expect(items.length).toBeLessThanOrEqual(Math.ceil(total / 90_000));
      for (const item of items) expect(Buffer.byteLength(item.entries)).toBeLessThan(130_000);
    },
  );

  test('a very large entry stands alone', () => {
    const [large, ...small] = written(3, 'x');
    const body = '€'.repeat(60_000);
    const entry = makeEntry('large', start - 1, body);
    const items = packEntries([
      ...(large ? [large] : []),
      { pk: 'JOURNAL#a', ttl: 100, place: placeOf(entry), text: JSON.stringify(entry) },
      ...small,
    ]);
    expect(items.map(({ count }) => count)).toEqual([3, 1]);
    expect(Buffer.byteLength(items[1]?.entries ?? '')).toBeLessThan(200_000);
  });

  test('of earlier versions hold one entry', () => {
    const entry = makeEntry('a', start, { limit: 1 });
    const item = { pk: 'JOURNAL#a', sk: placeOf(entry), entry: JSON.stringify(entry), ttl: 100 };
    expect(entriesOf(item)).toEqual([{ place: placeOf(entry), entry }]);
  });
});
