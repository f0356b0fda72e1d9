import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Gatherer } from '../../../functions/store/journal/gatherer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function makeGatherer(work: (values: string[]) => Promise<void> = async () => {}) {
  const groups: string[][] = [];
  const gatherer = new Gatherer<string>(100, (values) => {
    groups.push(values);
    return work(values);
  });
  return { gatherer, groups };
}

test('values of one time are worked on together, once it is over', async () => {
  const { gatherer, groups } = makeGatherer();
  const first = gatherer.add('a');
  vi.advanceTimersByTime(99);
  const second = gatherer.add('b');
  expect(groups).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(groups).toEqual([['a', 'b']]);
  await Promise.all([first, second]);
  void gatherer.add('c');
  vi.advanceTimersByTime(100);
  expect(groups).toEqual([['a', 'b'], ['c']]);
});

test('a flush begins at once, and what comes after it waits again', () => {
  const { gatherer, groups } = makeGatherer();
  gatherer.flush();
  expect(groups).toEqual([]);
  void gatherer.add('a');
  vi.advanceTimersByTime(60);
  gatherer.flush();
  expect(groups).toEqual([['a']]);
  void gatherer.add('b');
  vi.advanceTimersByTime(99);
  expect(groups).toEqual([['a']]);
  vi.advanceTimersByTime(1);
  expect(groups).toEqual([['a'], ['b']]);
});

test('a failure is one of all of its values, and of no others', async () => {
  const { gatherer } = makeGatherer(async (values) => {
    if (values.includes('bad')) throw new Error('no');
  });
  const failing = [gatherer.add('a'), gatherer.add('bad')];
  gatherer.flush();
  const good = gatherer.add('b');
  gatherer.flush();
  const outcomes = await Promise.allSettled([...failing, good]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});
