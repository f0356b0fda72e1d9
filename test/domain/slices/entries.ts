import { inOneGo } from '../../../functions/domain/in-turns.ts';
import type { IndexEntry, WindowQuery } from '../../../functions/domain/query.ts';
import { type DaySlices, type Selection, selectInSteps } from '../../../functions/domain/slices/select.ts';
import { Slice } from '../../../functions/domain/slices/slice.ts';
import { SliceBuilder } from '../../../functions/domain/slices/slice-builder.ts';

/** An entry of the index, with what matters to a test. */
export const entryWith = (change: Partial<IndexEntry> = {}): IndexEntry => ({
  sessionId: 's1',
  fencingToken: 0,
  startTime: 0,
  endTime: 0,
  containmentType: 'dropOff',
  sessionType: 'interactive',
  userIds: ['u-1'],
  tags: [],
  ...change,
});

/** @param entries in the order of the index, all of one day */
export function sliceOf(day: number, entries: readonly IndexEntry[]): Slice {
  const content = new SliceBuilder(day);
  for (const entry of entries) content.add(entry);
  return new Slice(content);
}

/** Total and page of a query, in one go. */
export const select = (days: readonly DaySlices[], query: WindowQuery, now: number): Selection =>
  inOneGo(selectInSteps(days, query, now));
