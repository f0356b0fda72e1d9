import type { Conversation } from './conversation.ts';
import type { ContainmentType, SessionStatus, SessionType } from './session.ts';
import type { TagEntry, TagFilter } from './tag-filter.ts';
import type { Window } from './window.ts';

/** What the index knows of a session: enough to filter, order and count, without its row. */
export interface IndexEntry {
  sessionId: string;
  /** Of the lease it was written under: tells writes of one id apart; 0 where it was there from the beginning. */
  fencingToken: number;
  /** Unix ms. */
  startTime: number;
  /** Unix ms. */
  endTime: number;
  /** Null: fixed, and neither active nor closed. */
  sessionStatus?: SessionStatus | null | undefined;
  /** Null, here and below: none that a filter can ask for. */
  containmentType: ContainmentType | null;
  sessionType: SessionType | null;
  /** The internal id first, then the user's other identities. */
  userIds: readonly string[];
  callId?: string | undefined;
  tags: readonly TagEntry[];
  /** Absent: written by a version that did not note it; the row has it. */
  conversation?: Conversation | undefined;
}

export interface SessionFilter {
  containmentType?: ContainmentType | undefined;
  sessionType?: SessionType | undefined;
  userId?: string | undefined;
  callId?: string | undefined;
  tags?: TagFilter | undefined;
  /** One whose channel is not noted passes. */
  channel?: string | undefined;
}

export interface WindowQuery {
  window: Window;
  filter: SessionFilter;
  skip: number;
  limit: number;
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

/** As `newestFirst`; equal starts in the order that an account has set. */
export function inOrder(
  a: { startTime: number; sessionId: string },
  b: { startTime: number; sessionId: string },
  { equalStarts }: { equalStarts: 'descending' | 'ascending' },
): number {
  const isTurned = equalStarts === 'ascending' && a.startTime === b.startTime;
  return isTurned ? newestFirst(b, a) : newestFirst(a, b);
}
