import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gatheredLines } from '../../../infra/local/gathered-lines.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('lines that come close together are said once, in their order, and soon', () => {
  const said: string[] = [];
  const { add } = gatheredLines((text) => said.push(text));
  add('one');
  add('two');
  vi.advanceTimersByTime(19);
  add('three');
  expect(said).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(said).toEqual(['one\ntwo\nthree']);
  add('four');
  vi.advanceTimersByTime(20);
  expect(said).toEqual(['one\ntwo\nthree', 'four']);
});

test('what has not been said is said at once when that is asked for, and not again', () => {
  const said: string[] = [];
  const { add, flush } = gatheredLines((text) => said.push(text));
  flush();
  expect(said).toEqual([]);
  add('last');
  flush();
  vi.advanceTimersByTime(1000);
  expect(said).toEqual(['last']);
});
