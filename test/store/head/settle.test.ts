import { beforeEach, expect, test, vi } from 'vitest';
import { settle } from '../../../functions/store/head/settle.ts';
import { hurriedTime } from '../../support/manual-time.ts';

const delays: number[] = [];
const time = hurriedTime(Date.now, async (ms) => void delays.push(ms));
beforeEach(() => {
  delays.length = 0;
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
