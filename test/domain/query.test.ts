import { describe, expect, test } from 'vitest';
import { newestFirst } from '../../functions/domain/query.ts';

const entry = (sessionId: string, startTime: number) => ({ sessionId, startTime });

describe('newestFirst', () => {
  test('orders by start, then by session id, both descending', () => {
    const sorted = [entry('a', 1), entry('c', 2), entry('b', 2), entry('d', 0)].sort(newestFirst);
    expect(sorted.map(({ sessionId }) => sessionId)).toEqual(['c', 'b', 'a', 'd']);
  });

  test('finds a session equal to itself', () => {
    expect(newestFirst(entry('a', 1), entry('a', 1))).toBe(0);
  });
});
