import type { IndexEntry } from '../../../functions/domain/query.ts';

/** An entry of the index, with what matters to a test. */
export const entryWith = (change: Partial<IndexEntry> = {}): IndexEntry => ({
  sessionId: 's1',
  stamp: 0,
  startTime: 0,
  endTime: 0,
  containmentType: 'dropOff',
  sessionType: 'interactive',
  userIds: ['u-1'],
  tags: [],
  ...change,
});
