import type { TagEntry } from '../tag-filter.ts';

/** A message that is kept: the vendor's row, and what filters need of it. */
export interface Message {
  messageId: string;
  botId: string;
  /** Absent: it belongs to none. */
  sessionId?: string | undefined;
  /** `createdOn`, Unix ms. */
  createdAt: number;
  /** The end user's ids, of which any is found. */
  userIds: readonly string[];
  channel: string;
  language: string;
  tags: readonly TagEntry[];
  /** Whether it is of an alert or an action task: those version 2 leaves out (vendor page). */
  isOfTask: boolean;
  /** The row's JSON text as it was given. */
  rowText: string;
}
