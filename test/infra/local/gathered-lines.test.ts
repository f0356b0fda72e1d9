import { expect, test } from 'vitest';
import { gatheredLines } from '../../../infra/local/gathered-lines.ts';
import { ManualTime } from '../../support/manual-time.ts';

test('lines that come close together are said once, in their order, and soon', async () => {
  const said: string[] = [];
  const time = new ManualTime();
  const { add } = gatheredLines((text) => said.push(text), time);
  add('one');
  add('two');
  await time.advance(19);
  add('three');
  expect(said).toEqual([]);
  await time.advance(1);
  expect(said).toEqual(['one\ntwo\nthree']);
  add('four');
  await time.advance(20);
  expect(said).toEqual(['one\ntwo\nthree', 'four']);
});

test('what has not been said is said at once when that is asked for, and not again', async () => {
  const said: string[] = [];
  const time = new ManualTime();
  const { add, flush } = gatheredLines((text) => said.push(text), time);
  flush();
  expect(said).toEqual([]);
  add('last');
  flush();
  await time.advance(1000);
  expect(said).toEqual(['last']);
});
