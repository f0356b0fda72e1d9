import { dayOf } from '../../domain/bot-days.ts';
import type { Message } from '../../domain/messages/message.ts';
import type { SessionRecord } from '../sessions/session-record.ts';
import { noSession, toKept, toKeptRecord, toMark } from './message-item.ts';

const batchSize = 400;

/**
 * What is stored of messages that an account begins with, some hundreds at a time: the messages, whose ids must differ
 * from each other, and behind them the marks of their sessions.
 */
export async function* messageBatches(
  messages: Iterable<Message> | AsyncIterable<Message>,
): AsyncGenerator<SessionRecord[]> {
  const days = new Map<string, Set<number>>();
  let batch: SessionRecord[] = [];
  for await (const message of messages) {
    note(days, message);
    if (batch.push(toKeptRecord(toKept(message))) < batchSize) continue;
    yield batch;
    batch = [];
  }
  for (const [sessionId, own] of days) {
    const mark = toMark(
      sessionId,
      [...own].sort((a, b) => a - b),
    );
    if (batch.push(toKeptRecord(mark)) < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Messages without a session are found by the days of the index alone. */
function note(
  days: Map<string, Set<number>>,
  { sessionId = noSession, createdAt }: Pick<Message, 'sessionId' | 'createdAt'>,
): void {
  const known = days.get(sessionId) ?? new Set();
  if (sessionId !== noSession) known.add(dayOf(createdAt));
  days.set(sessionId, known);
}

/** Messages by the session that they belong to, each with the days in which they are. */
export function daysBySession(messages: readonly Message[]): Map<string, Set<number>> {
  const days = new Map<string, Set<number>>();
  for (const message of messages) note(days, message);
  return days;
}
