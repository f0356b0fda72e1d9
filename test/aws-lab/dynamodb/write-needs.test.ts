import { expect, test } from 'vitest';
import type { BatchedWrite } from './wire.ts';
import { WriteNeeds } from './write-needs.ts';

const put = (sk: string, start: string, bytes = 100): BatchedWrite => ({
  PutRequest: {
    Item: {
      pk: { S: 'S#1' },
      sk: { S: sk },
      botId: { S: 'bot' },
      start_time: { S: start },
      f: { S: 'f' },
      row: { S: 'x'.repeat(bytes) },
    },
  },
});
const remove = (sk: string): BatchedWrite => ({
  DeleteRequest: { Key: { pk: { S: 'S#1' }, sk: { S: sk } } },
});
const unitsOf = (needs: WriteNeeds, write: BatchedWrite): string[] =>
  needs.of(write).map(({ part, partition, units }) => `${part} ${partition} ${units}`);

test('an item costs a unit for each KB in the table, and its entry in the index', () => {
  expect(unitsOf(new WriteNeeds(), put('s', '1', 1_700))).toEqual(['Table S#1 2', 'Index bot 1']);
});

test('one that moves in the index costs there what it leaves and what it enters', () => {
  const needs = new WriteNeeds();
  needs.written(put('s', '1'));

  expect(unitsOf(needs, put('s', '1'))).toEqual(['Table S#1 1', 'Index bot 1']);
  expect(unitsOf(needs, put('s', '2'))).toEqual(['Table S#1 1', 'Index bot 1', 'Index bot 1']);
});

test('removing costs what was there, and nothing of the index where nothing was', () => {
  const needs = new WriteNeeds();
  needs.written(put('s', '1', 3_000));

  expect(unitsOf(needs, remove('s'))).toEqual(['Table S#1 3', 'Index bot 1']);
  needs.written(remove('s'));
  expect(unitsOf(needs, remove('s'))).toEqual(['Table S#1 1']);
});
