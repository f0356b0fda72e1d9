import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Slice } from '../../../functions/domain/slices/slice.ts';
import { type Page, PageCache } from '../../../functions/get-sessions/answer/page-cache.ts';
import { entryWith, sliceOf } from '../../domain/slices/entries.ts';

const roomy = 10_000_000;
const always = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

const slices = ['a', 'b', 'c'].map((bot) =>
  sliceOf(
    0,
    Array.from({ length: 12 }, (_, index) => entryWith({ sessionId: `${bot}${index}` })),
  ),
);
const sliceAt = (index: number): Slice => slices[index] ?? sliceOf(0, []);

function pageOf(text: string, span: Pick<Page, 'from' | 'until'> = always): Page {
  const json = Buffer.from(text);
  return { json, rows: 1, escapedBytes: json.byteLength, activeEndTime: 'now', ...span };
}

const place = fc.record({ slice: fc.nat(2), position: fc.nat(11) });
const drawnPlaces = fc.oneof(
  fc.uniqueArray(place, {
    minLength: 1,
    maxLength: 8,
    selector: ({ slice, position }) => slice * 100 + position,
  }),
  // As a page without a filter has them.
  fc
    .record({ slice: fc.nat(2), first: fc.nat(11), length: fc.integer({ min: 1, max: 12 }) })
    .map(({ slice, first, length }) =>
      Array.from({ length: Math.min(length, first + 1) }, (_, index) => ({ slice, position: first - index })),
    ),
);
const toPlaces = (drawn: { slice: number; position: number }[]) =>
  drawn.map(({ slice, position }) => ({ slice: sliceAt(slice), position }));

describe('a page', () => {
  test('is found by its places in their order, and by no others', () => {
    fc.assert(
      fc.property(fc.array(drawnPlaces, { minLength: 2, maxLength: 30 }), (drawn) => {
        const cache = new PageCache(roomy);
        for (const places of drawn) cache.set(toPlaces(places), pageOf(JSON.stringify(places)));
        for (const places of drawn) {
          expect(cache.get(toPlaces(places), 0)?.json.toString()).toBe(JSON.stringify(places));
        }
        const unknown = drawn.map((places) => [...places, ...places]);
        for (const places of unknown) expect(cache.get(toPlaces(places), 0)).toBeUndefined();
      }),
    );
  });

  test('is another where its slice was read again', () => {
    const cache = new PageCache(roomy);
    cache.set([{ slice: sliceAt(0), position: 3 }], pageOf('{}'));
    const again = sliceOf(0, [entryWith({ sessionId: 'a0' })]);
    expect(cache.get([{ slice: again, position: 3 }], 0)).toBeUndefined();
  });

  test.each([
    [9, false],
    [10, true],
    [19, true],
    [20, false],
  ])('that is good from 10 until before 20 is found at %d: %s', (now, found) => {
    const cache = new PageCache(roomy);
    const places = [{ slice: sliceAt(1), position: 0 }];
    cache.set(places, pageOf('{}', { from: 10, until: 20 }));
    expect(cache.get(places, now) !== undefined).toBe(found);
  });

  test('is forgotten before those used after it where there is no room for all', () => {
    const cache = new PageCache(5_000);
    const places = (position: number) => [{ slice: sliceAt(2), position }];
    for (let position = 0; position < 3; position++) cache.set(places(position), pageOf('x'.repeat(600)));
    const found = [0, 1, 2].map((position) => cache.get(places(position), 0) !== undefined);
    expect(found).toEqual([false, true, true]);
    cache.set(places(5), pageOf('x'.repeat(6_000)));
    expect(cache.get(places(5), 0)).toBeUndefined();
  });
});
