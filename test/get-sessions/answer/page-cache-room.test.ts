import { describe, expect, test } from 'vitest';
import type { Place } from '../../../functions/domain/slices/select.ts';
import { type Page, PageCache } from '../../../functions/get-sessions/answer/page-cache.ts';
import { entryWith, sliceOf } from '../../domain/slices/entries.ts';

const [one, other] = [
  sliceOf(0, [entryWith({ sessionId: 'a' })]),
  sliceOf(0, [entryWith({ sessionId: 'b' })]),
];
const placesOf = (...places: [slice: typeof one, position: number][]): Place[] =>
  places.map(([slice, position]) => ({ slice, position }));

const page: Page = {
  json: Buffer.from('{}'),
  rows: 1,
  escapedBytes: 3,
  activeEndTime: 'now',
  from: 0,
  until: 10,
};

describe('a page', () => {
  test.each([
    ['of another slice further on', placesOf([one, 5], [one, 4]), placesOf([one, 5], [other, 4])],
    ['that leaves one out', placesOf([one, 5], [one, 4], [one, 3]), placesOf([one, 5], [one, 3])],
    ['the other way round', placesOf([one, 4], [one, 5]), placesOf([one, 5], [one, 4])],
    ['that goes on', placesOf([one, 5], [one, 4]), placesOf([one, 5], [one, 4], [one, 3])],
    ['of the same slices in turn', placesOf([one, 5], [other, 5]), placesOf([other, 5], [one, 5])],
  ])('is not taken for one %s', (_what, places, others) => {
    const cache = new PageCache(10_000);
    cache.set(places, page);

    expect(cache.get(places, 0)).toBe(page);
    expect(cache.get(others, 0)).toBeUndefined();
  });

  test('is good for the way in which it tells the ends of active sessions', () => {
    const cache = new PageCache(10_000);
    cache.set(placesOf([one, 1]), { ...page, activeEndTime: 'stored' });

    expect(cache.get(placesOf([one, 1]), 0, 'stored')).toBeDefined();
    expect(cache.get(placesOf([one, 1]), 0, 'now')).toBeUndefined();
    expect(cache.get(placesOf([one, 1]), 0)).toBeUndefined();
  });
});

describe('the room that a page takes', () => {
  const inOrder = Array.from({ length: 500 }, (_, index): Place => ({ slice: one, position: 900 - index }));

  test('is little where its positions follow each other, however many they are', () => {
    const cache = new PageCache(600);
    cache.set(inOrder, page);

    expect(cache.get(inOrder, 0)).toBe(page);
  });

  test('is more where each of its places has to be named', () => {
    const apart = inOrder.map(({ slice, position }) => ({ slice, position: 2 * position }));
    const [small, large] = [new PageCache(8_000), new PageCache(20_000)];
    small.set(apart, page);
    large.set(apart, page);

    expect(small.get(apart, 0)).toBeUndefined();
    expect(large.get(apart, 0)).toBe(page);
  });
});
