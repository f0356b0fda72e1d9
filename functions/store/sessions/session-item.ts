import type { IndexEntry } from '../../domain/query.ts';
import { toRow } from '../../domain/row.ts';
import type { Session } from '../../domain/session.ts';
import { packFilter, unpackFilter } from '../../domain/slices/packed-filter.ts';
import type { PackedEntry } from '../../domain/slices/slice-builder.ts';
import type { Item } from '../table/keys.ts';
import { botIdOf, type Key, nameIn, startIndexKey, timeOf } from '../table/keys.ts';
import { type SessionRecord, toItem } from './session-record.ts';

/*
 * A session's item holds the row as one JSON string, so that a page is put together without unmarshalling
 * it, and in `f` what filters need (see domain/slices/packed-filter.ts), which the index repeats.
 */

function text(item: Item, attribute: string): string {
  const value = item[attribute];
  if (typeof value !== 'string')
    throw new Error(`attribute ${attribute} of a session's item is not a string`);
  return value;
}

/**
 * What is stored of a session.
 *
 * @param fencingToken of the lease it is written under; 0 for what an account begins with
 */
export function toSessionRecord(session: Session, fencingToken = 0): SessionRecord {
  return {
    sessionId: session.sessionId,
    botId: session.botId,
    start: startIndexKey(session.startTime, session.sessionId),
    filter: packFilter(session, fencingToken),
    row: session.rowText ?? JSON.stringify(toRow(session)),
  };
}

/** The item a session is stored as; its row is at `row`. */
export function toSessionItem(layer: string, session: Session, fencingToken = 0): Item & Key {
  return toItem(layer, toSessionRecord(session, fencingToken));
}

/** Reads what the index projects of a session. */
export function toIndexEntry(item: Item): IndexEntry {
  return entryOf({ sessionId: text(item, 'sk'), start: text(item, 'start_time'), filter: text(item, 'f') });
}

/** As `toIndexEntry`, without taking apart what filters need; the place in the index names the session as well. */
export function toPackedEntry(item: Item): PackedEntry {
  const start = text(item, 'start_time');
  return { sessionId: nameIn(start), startTime: timeOf(start), filter: text(item, 'f') };
}

/** Reads what filters need of a session. */
export function entryOf({ sessionId, start, filter }: Omit<SessionRecord, 'botId' | 'row'>): IndexEntry {
  return unpackFilter(filter, sessionId, timeOf(start));
}

/** A session's row, and which write it is of. */
export interface StoredRow {
  fencingToken: number;
  /** JSON, without blanks between its parts. */
  text: string;
  /** What the text takes in a JSON string, once somebody has measured it. */
  escapedBytes?: number;
}

/** The attributes that `toStoredRow` reads. */
export const rowAttributes = ['stamp', 'row'] as const;

/** Reads of a session's item what a page needs. */
export function toStoredRow(item: Item): StoredRow {
  return { fencingToken: Number(item['stamp'] ?? 0), text: text(item, 'row') };
}

/** A session read by its id. */
export interface StoredSession {
  entry: IndexEntry;
  botId: string;
  row: StoredRow;
  /** Whether it is in the own layer. */
  isOwn: boolean;
}

export function toStoredSession(item: Item, isOwn: boolean): StoredSession {
  return { entry: toIndexEntry(item), botId: botIdOf(text(item, 'botId')), row: toStoredRow(item), isOwn };
}

const batchSize = 400;

/** What is stored of sessions that an account begins with, some hundreds at a time. */
export async function* recordBatches(
  sessions: Iterable<Session> | AsyncIterable<Session>,
): AsyncGenerator<SessionRecord[]> {
  let batch: SessionRecord[] = [];
  for await (const session of sessions) {
    batch.push(toSessionRecord(session));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
