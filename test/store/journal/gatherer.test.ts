import { beforeEach, expect, test } from 'vitest';
import { Gatherer } from '../../../functions/store/journal/gatherer.ts';
import { ManualTime } from '../../support/manual-time.ts';

let time: ManualTime;
beforeEach(() => {
  time = new ManualTime();
});

function makeGatherer(work: (values: string[]) => Promise<void> = async () => {}) {
  const groups: string[][] = [];
  const gatherer = new Gatherer<string>(time, 100, (values) => {
    groups.push(values);
    return work(values);
  });
  return { gatherer, groups };
}

test('values of one time are worked on together, once it is over', async () => {
  const { gatherer, groups } = makeGatherer();
  const first = gatherer.add('a');
  await time.advance(99);
  const second = gatherer.add('b');
  expect(groups).toEqual([]);
  await time.advance(1);
  expect(groups).toEqual([['a', 'b']]);
  await Promise.all([first, second]);
  void gatherer.add('c');
  await time.advance(100);
  expect(groups).toEqual([['a', 'b'], ['c']]);
});

test('a flush begins at once, and what comes after it waits again', async () => {
  const { gatherer, groups } = makeGatherer();
  gatherer.flush();
  expect(groups).toEqual([]);
  void gatherer.add('a');
  await time.advance(60);
  gatherer.flush();
  expect(groups).toEqual([['a']]);
  void gatherer.add('b');
  await time.advance(99);
  expect(groups).toEqual([['a']]);
  await time.advance(1);
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
