import type { Message } from '../../domain/messages/message.ts';
import type { IndexEntry } from '../../domain/query.ts';
import { packEntry } from '../../domain/slices/packed-filter.ts';
import { entryOf } from '../sessions/session-item.ts';
import { type SessionRecord, toItem } from '../sessions/session-record.ts';
import type { Placed, ToItem } from '../sessions/sessions.ts';
import { keptMessageId, markBot, messageMarkId, messagesOf, startIndexKey } from '../table/keys.ts';

/*
 * A message is kept as a session is. What the index knows of a session stands for other things there: the start and the
 * end are the time of the message, the call is its session, and a containment type says that it is of a task.
 */

/** Of alert and action tasks, which version 2 leaves out; others have none. */
export const ofTask = 'dropOff';

/** A message or a mark, as the store of sessions takes it. */
export interface KeptMessage extends Placed {
  entry: Omit<IndexEntry, 'fencingToken' | 'sessionId'>;
  row: string;
}

export function toKept(message: Message): KeptMessage {
  const { messageId, botId, sessionId, createdAt, userIds, channel, language, tags, isOfTask } = message;
  return {
    sessionId: keptMessageId(messageId),
    botId: messagesOf(botId),
    startTime: createdAt,
    entry: {
      startTime: createdAt,
      endTime: createdAt,
      containmentType: isOfTask ? ofTask : null,
      sessionType: null,
      sessionStatus: null,
      userIds,
      callId: sessionId,
      tags,
      conversation: { messages: 1, channel, language, isDeveloper: false },
    },
    row: message.rowText,
  };
}

/**
 * That a session has imported messages, and of which days (since 1970, GMT). Messages without a session share one, so
 * that whether there are any stands in one place.
 */
export const toMark = (sessionId: string, days: readonly number[]): KeptMessage => ({
  sessionId: messageMarkId(sessionId),
  botId: markBot,
  startTime: 0,
  entry: {
    startTime: 0,
    endTime: 0,
    containmentType: null,
    sessionType: null,
    sessionStatus: null,
    userIds: [],
    tags: [],
  },
  row: JSON.stringify({ days }),
});

/** The days that the row of a mark names, ascending. */
export const daysOfMark = (row: string): number[] => (JSON.parse(row) as { days: number[] }).days;

/** What the mark of messages without a session is called. */
export const noSession = '';

/** What is stored of a message or a mark; the fencing token is 0 for what an account begins with. */
export const toKeptRecord = (
  { sessionId, botId, startTime, entry, row }: KeptMessage,
  fencingToken = 0,
): SessionRecord => ({
  sessionId,
  botId,
  start: startIndexKey(startTime, sessionId),
  filter: packEntry({ ...entry, fencingToken }),
  row,
});

export const toKeptItem: ToItem<KeptMessage> = (layer, kept, fencingToken) =>
  toItem(layer, toKeptRecord(kept, fencingToken));

/** A message as it was imported, and the other ids of its user, which its row does not show. */
export function toExported(record: SessionRecord): { row: string; identities: string[] } {
  const { createdBy, lmodifiedBy } = JSON.parse(record.row) as Record<string, unknown>;
  const identities = entryOf(record).userIds.filter((id) => id !== createdBy && id !== lmodifiedBy);
  return { row: record.row, identities };
}
