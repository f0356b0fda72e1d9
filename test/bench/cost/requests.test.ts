import { describe, expect, it } from 'vitest';
import { skipOf } from './requests.ts';

describe('where a page begins', () => {
  it.each([
    ['first', 1_000, 0],
    ['half', 1_001, 500],
    ['last', 1_000, 900],
    ['last', 1_001, 1_000],
    ['half', 5, 2],
    ['last', 5, 0],
    ['last', 0, 0],
  ] as const)('%s of %d matches in pages of 100: %d', (depth, total, skip) => {
    expect(skipOf(depth, total, 100)).toBe(skip);
  });
});
