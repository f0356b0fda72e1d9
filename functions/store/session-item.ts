import type { IndexEntry } from '../domain/query.ts';
import { toRow } from '../domain/row.ts';
import type { ContainmentType, Session, SessionStatus, SessionType } from '../domain/session.ts';
import type { TagEntry, TagType } from '../domain/tag-filter.ts';
import { type DataSet, type Key, startIndexKey } from './keys.ts';
import { type SessionRecord, toItem } from './session-record.ts';
import type { Item } from './table.ts';

/*
 * A session's item holds the row as one JSON string, so that a page is put together without unmarshalling
 * it, and in `f` what filters need, packed tight because the index repeats it and is paid for by the byte:
 * [code, length, user ids, tags?, call id?]. The code is a letter each for containment type, session type and
 * status, and behind them the stamp of the write, where it has one.
 */

const containmentCodes: Record<ContainmentType, string> = { selfService: 's', dropOff: 'd', agent: 'a' };
const typeCodes: Record<SessionType, string> = { interactive: 'i', 'non-interactive': 'n' };
const statusCodes: Record<SessionStatus | 'byTime', string> = { active: 'a', closed: 'c', byTime: 't' };
const tagTypeCodes: Record<TagType, string> = { user: 'u', session: 's' };

function inverse<T extends string>(codes: Record<T, string>): ReadonlyMap<string, T> {
  return new Map(Object.entries(codes).map(([name, code]) => [code as string, name as T]));
}

const containmentOf = inverse(containmentCodes);
const typeOf = inverse(typeCodes);
const statusOf = inverse(statusCodes);
const tagTypeOf = inverse(tagTypeCodes);

type PackedTag = [type: string, name: string, value: string];
type PackedFilter = [
  code: string,
  lengthMs: number,
  userIds: string | string[],
  tags?: PackedTag[] | 0,
  callId?: string,
];

function packTags({ tags }: Session): PackedTag[] {
  return [
    ...tags.userTags.map(({ name, value }): PackedTag => [tagTypeCodes.user, name, value]),
    ...tags.sessionTags.map(({ name, value }): PackedTag => [tagTypeCodes.session, name, value]),
  ];
}

function packFilter(session: Session, stamp: number): string {
  const code =
    containmentCodes[session.containmentType] +
    typeCodes[session.sessionType] +
    statusCodes[session.sessionStatus ?? 'byTime'] +
    (stamp > 0 ? stamp.toString(36) : '');
  const users = session.identities.length > 0 ? [session.userId, ...session.identities] : session.userId;
  const packed: PackedFilter = [code, session.endTime - session.startTime, users];
  const tags = packTags(session);
  if (tags.length > 0) packed.push(tags);
  if (session.callId !== undefined) packed.push(...(tags.length > 0 ? [] : [0 as const]), session.callId);
  return JSON.stringify(packed);
}

function known<T>(codes: ReadonlyMap<string, T>, code: string | undefined): T {
  const value = codes.get(code ?? '');
  if (value === undefined) throw new Error(`unknown code ${code} in a session's filter attribute`);
  return value;
}

function text(item: Item, attribute: string): string {
  const value = item[attribute];
  if (typeof value !== 'string')
    throw new Error(`attribute ${attribute} of a session's item is not a string`);
  return value;
}

/**
 * What is stored of a session.
 *
 * @param stamp tells this write from others of the session; 0 for the first data of a data set
 */
export function toSessionRecord(session: Session, stamp = 0): SessionRecord {
  return {
    sessionId: session.sessionId,
    botId: session.botId,
    start: startIndexKey(session.startTime, session.sessionId),
    filter: packFilter(session, stamp),
    row: JSON.stringify(toRow(session)),
  };
}

/** The item a session is stored as; its row is at `row`. */
export function toSessionItem(dataSet: DataSet, session: Session, stamp = 0): Item & Key {
  return toItem(dataSet, toSessionRecord(session, stamp));
}

/** Reads what the index projects of a session. */
export function toIndexEntry(item: Item): IndexEntry {
  return entryOf({ sessionId: text(item, 'sk'), start: text(item, 'start_time'), filter: text(item, 'f') });
}

/** Reads what filters need of a session. */
export function entryOf({ sessionId, start, filter }: Omit<SessionRecord, 'botId' | 'row'>): IndexEntry {
  const [code, lengthMs, users, tags, callId] = JSON.parse(filter) as PackedFilter;
  const startTime = Date.parse(start.slice(0, start.indexOf('#')));
  const status = known(statusOf, code[2]);
  return {
    sessionId,
    stamp: stampOf(code),
    startTime,
    endTime: startTime + lengthMs,
    sessionStatus: status === 'byTime' ? undefined : status,
    containmentType: known(containmentOf, code[0]),
    sessionType: known(typeOf, code[1]),
    userIds: typeof users === 'string' ? [users] : users,
    callId,
    tags: (tags || []).map(
      ([type, name, value]): TagEntry => ({ type: known(tagTypeOf, type), name, value }),
    ),
  };
}

const stampOf = (code: string): number => (code.length > 3 ? Number.parseInt(code.slice(3), 36) : 0);

/** A session's row, and which write it is of. */
export interface StoredRow {
  stamp: number;
  /** JSON, as `toRow` has it. */
  text: string;
}

const packedCode = /^\["(\w+)"/;

/** Reads of a session's item what a page needs. */
export function toStoredRow(item: Item): StoredRow {
  return { stamp: stampOf(packedCode.exec(text(item, 'f'))?.[1] ?? ''), text: text(item, 'row') };
}

/** A session read by its id. */
export interface StoredSession {
  entry: IndexEntry;
  botId: string;
  row: StoredRow;
}

export function toStoredSession(item: Item): StoredSession {
  const indexKey = text(item, 'botId');
  return {
    entry: toIndexEntry(item),
    botId: indexKey.slice(indexKey.lastIndexOf('#') + 1),
    row: toStoredRow(item),
  };
}
