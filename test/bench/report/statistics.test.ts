import { describe, expect, it } from 'vitest';
import { median, percentile } from './statistics.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => count - index);

describe('percentile', () => {
  it.each([
    [0, 1],
    [0.5, 50],
    [0.95, 95],
    [0.99, 99],
    [1, 100],
  ])('takes the nearest rank: %d of 1 to 100 is %d', (share, expected) => {
    expect(percentile(upTo(100), share)).toBe(expected);
  });

  it('orders by number, not by text', () => {
    expect(percentile([9, 10, 100], 1)).toBe(100);
  });

  it('is a value that occurs, of few values too', () => {
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([3, 8], 0.95)).toBe(8);
  });

  it('refuses no values', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

describe('median', () => {
  it.each([
    [[5], 5],
    [[1, 2], 1.5],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [upTo(100), 50.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});
