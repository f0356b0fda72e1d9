import { type ContainmentType, containmentAt, type SessionStatus, type SessionType } from './session.ts';
import { matchesTags, type TagEntry, type TagFilter } from './tag-filter.ts';
import type { Window } from './window.ts';

/** What the index knows of a session: enough to filter, order and count, without its row. */
export interface IndexEntry {
  sessionId: string;
  /** Unix ms. */
  startTime: number;
  /** Unix ms. */
  endTime: number;
  sessionStatus?: SessionStatus | undefined;
  containmentType: ContainmentType;
  sessionType: SessionType;
  /** The internal id first, then the user's other identities. */
  userIds: readonly string[];
  callId?: string | undefined;
  tags: readonly TagEntry[];
}

export interface SessionFilter {
  containmentType?: ContainmentType | undefined;
  sessionType?: SessionType | undefined;
  userId?: string | undefined;
  callId?: string | undefined;
  tags?: TagFilter | undefined;
}

export interface WindowQuery {
  window: Window;
  filter: SessionFilter;
  skip: number;
  limit: number;
}

export interface Selection {
  /** Every match, whatever the page. */
  total: number;
  page: IndexEntry[];
}

/** Whether a session passes every filter at an instant (Unix ms of the account's clock). */
export function matchesFilter(entry: IndexEntry, filter: SessionFilter, now: number): boolean {
  if (filter.containmentType !== undefined && containmentAt(entry, now) !== filter.containmentType)
    return false;
  if (filter.sessionType !== undefined && entry.sessionType !== filter.sessionType) return false;
  if (filter.userId !== undefined && !entry.userIds.includes(filter.userId)) return false;
  if (filter.callId !== undefined && entry.callId !== filter.callId) return false;
  return filter.tags === undefined || matchesTags(entry.tags, filter.tags);
}

/** Newest start first (vendor page); equal starts by session id, descending, as the index has them (assumed). */
export function newestFirst(
  a: { startTime: number; sessionId: string },
  b: { startTime: number; sessionId: string },
): number {
  if (a.startTime !== b.startTime) return b.startTime - a.startTime;
  if (a.sessionId === b.sessionId) return 0;
  return a.sessionId < b.sessionId ? 1 : -1;
}

/** Total and page of a query over the entries of its window, in any order. */
export function select(entries: readonly IndexEntry[], query: WindowQuery, now: number): Selection {
  const matches = entries.filter((entry) => matchesFilter(entry, query.filter, now)).sort(newestFirst);
  return { total: matches.length, page: matches.slice(query.skip, query.skip + query.limit) };
}
