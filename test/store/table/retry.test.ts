import { beforeEach, expect, test, vi } from 'vitest';
import { settle } from '../../../functions/store/head/settle.ts';
import { retryUnprocessed } from '../../../functions/store/table/retry.ts';
import { hurriedTime } from '../../support/manual-time.ts';

const delays: number[] = [];
const time = hurriedTime(Date.now, async (ms) => void delays.push(ms));
beforeEach(() => {
  delays.length = 0;
});

/** Does `size` pieces of the work it is given at each attempt, and remembers what it was given. */
function worker(sizes: readonly number[]) {
  const given: (readonly number[])[] = [];
  const attempt = async (work: readonly number[]): Promise<readonly number[]> => {
    given.push(work);
    return work.slice(sizes[given.length - 1] ?? 0);
  };
  return { given, attempt };
}

test('asks again for what was left, and for nothing else', async () => {
  const { given, attempt } = worker([2, 0, 1, 1]);
  await retryUnprocessed([1, 2, 3, 4], time, attempt);
  expect(given).toEqual([[1, 2, 3, 4], [3, 4], [3, 4], [4]]);
});

test('no work is no call', async () => {
  const { given, attempt } = worker([]);
  await retryUnprocessed([], time, attempt);
  expect(given).toEqual([]);
});

test('waits longer each time, not at all before the first attempt', async () => {
  await retryUnprocessed([1], time, worker([0, 0, 0, 1]).attempt);
  expect(delays).toHaveLength(3);
  for (const [index, ms] of delays.entries()) {
    expect(ms).toBeGreaterThanOrEqual(10 * 2 ** index);
    expect(ms).toBeLessThanOrEqual(20 * 2 ** index);
  }
});

test('gives up with an error that says how much is left, within a few seconds', async () => {
  const { given, attempt } = worker([1]);
  await expect(retryUnprocessed([1, 2, 3], time, attempt)).rejects.toThrow('left 2 items unprocessed');
  expect(given.length).toBeGreaterThan(3);
  expect(delays.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(10_000);
});

test('a failure of an attempt is not retried', async () => {
  const attempt = vi.fn(async () => {
    throw new Error('no');
  });
  await expect(retryUnprocessed([1], time, attempt)).rejects.toThrow('no');
  expect(attempt).toHaveBeenCalledTimes(1);
});

test('settle looks at once, then less and less often, until the index shows the write', async () => {
  const shows = vi.fn(async () => shows.mock.calls.length === 4);
  expect(await settle(time, shows)).toBe(true);
  expect(delays).toHaveLength(3);
  expect(delays).toEqual(delays.toSorted((a, b) => a - b));
});

test('settle gives up after about 3 s', async () => {
  expect(await settle(time, async () => false)).toBe(false);
  const waited = delays.reduce((sum, ms) => sum + ms, 0);
  expect(waited).toBeGreaterThan(2000);
  expect(waited).toBeLessThan(5000);
});
