import { describe, expect, test } from 'vitest';
import { type IndexEntry, newestFirst, select } from '../../functions/domain/query.ts';

const entry = (sessionId: string, startTime: number): IndexEntry => ({
  sessionId,
  startTime,
  endTime: startTime,
  containmentType: 'dropOff',
  sessionType: 'interactive',
  userIds: ['u-1'],
  tags: [],
});

describe('newestFirst', () => {
  test('orders by start, then by session id, both descending', () => {
    const sorted = [entry('a', 1), entry('c', 2), entry('b', 2), entry('d', 0)].sort(newestFirst);
    expect(sorted.map(({ sessionId }) => sessionId)).toEqual(['c', 'b', 'a', 'd']);
  });

  test('finds a session equal to itself', () => {
    expect(newestFirst(entry('a', 1), entry('a', 1))).toBe(0);
  });
});

describe('select', () => {
  const entries = [entry('a', 1), entry('b', 2), entry('c', 3)];
  const window = { from: 0, to: 10 };

  test.each([
    [0, 2, ['c', 'b']],
    [1, 2, ['b', 'a']],
    [2, 2, ['a']],
    [3, 2, []],
    [1e300, 2, []],
  ])('skip %d, limit %d', (skip, limit, expected) => {
    const { total, page } = select(entries, { window, filter: {}, skip, limit }, 10);
    expect(page.map(({ sessionId }) => sessionId)).toEqual(expected);
    expect(total).toBe(3);
  });

  test('leaves the entries it was given in their order', () => {
    select(entries, { window, filter: {}, skip: 0, limit: 1 }, 10);
    expect(entries.map(({ sessionId }) => sessionId)).toEqual(['a', 'b', 'c']);
  });
});
