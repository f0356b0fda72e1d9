import { botDaysOf } from '../../domain/bot-days.ts';
import type { IndexEntry } from '../../domain/query.ts';
import type { Session } from '../../domain/session.ts';
import type { Time } from '../../domain/time.ts';
import type { Window } from '../../domain/window.ts';
import type { HeldLease } from '../head/held-lease.ts';
import { settle } from '../head/settle.ts';
import type { Item } from '../table/keys.ts';
import {
  botIndexKey,
  type DataSet,
  sessionKey,
  sessionPartition,
  startIndexRange,
  timeOf,
} from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import { readPartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';
import { ExpectedIndex, queryIndexRange } from './index-view.ts';
import {
  rowAttributes,
  type StoredRow,
  type StoredSession,
  toIndexEntry,
  toSessionItem,
  toStoredRow,
  toStoredSession,
} from './session-item.ts';
import { recordAttributes, type SessionRecord, toItem, toRecord } from './session-record.ts';

const { sortKey } = tableDefinition;

export interface WriteResult {
  /** Sessions that were not there before. */
  written: number;
  /** Sessions that took the place of one with the same id. */
  replaced: number;
  /** Whether the index shows all of it; otherwise queries may miss some for a moment longer. */
  settled: boolean;
}

export type Batches<T> = AsyncIterable<readonly T[]> | Iterable<readonly T[]>;

/** A lease as far as writing sessions needs it. */
export type WriteLease = Pick<HeldLease, 'fencingToken' | 'widen' | 'checkHeld' | 'signal'>;

/** Where a session is, in the table and in the index. */
export interface SessionPlace {
  sessionId: string;
  botId: string;
  start: string;
  /** Unix ms. */
  startTime: number;
}

const placeAttributes = ['sk', 'botId', 'start_time'] as const;

const toPlace = (item: Item): SessionPlace => {
  const { sessionId, botId, start } = toRecord(item);
  return { sessionId, botId, start, startTime: timeOf(start) };
};

const toPlaceItem = (dataSet: DataSet, { sessionId, botId, start }: SessionPlace): Item =>
  toItem(dataSet, { sessionId, botId, start, filter: '', row: '' });

/** Sessions in the table. Knows data sets, not accounts: what is visible and to whom is decided above. */
export class SessionStore {
  readonly #table: Table;
  readonly #time: Time;

  constructor(table: Table, time: Time) {
    this.#table = table;
    this.#time = time;
  }

  /** What the index knows of a bot's sessions that start within the window, in its order, some thousands at a time. */
  async *readIndex(
    dataSet: DataSet,
    botId: string,
    window: Window,
    usage?: Usage,
  ): AsyncGenerator<IndexEntry[]> {
    const range = { botKey: botIndexKey(dataSet, botId), ...startIndexRange(window), onlyForSlices: true };
    for await (const items of queryIndexRange(this.#table, range, usage)) yield items.map(toIndexEntry);
  }

  /** Rows by session id. Ids must differ from each other. */
  async readRows(
    dataSet: DataSet,
    sessionIds: readonly string[],
    usage?: Usage,
  ): Promise<Map<string, StoredRow>> {
    const items = await this.#get(dataSet, sessionIds, [sortKey, ...rowAttributes], usage);
    return new Map(items.map((item) => [String(item[sortKey]), toStoredRow(item)]));
  }

  /** The sessions that exist among the ids, in no order. Ids must differ from each other. */
  async find(dataSet: DataSet, sessionIds: readonly string[], usage?: Usage): Promise<StoredSession[]> {
    const items = await this.#get(dataSet, sessionIds, [...recordAttributes, 'stamp'], usage);
    return items.map(toStoredSession);
  }

  /**
   * Writes sessions, each in place of one with its id; of several with one id the last is kept.
   *
   * @param lease under which it is done, so that nobody reads the half of it
   */
  async write(dataSet: DataSet, sessions: readonly Session[], lease: WriteLease): Promise<WriteResult> {
    const items = new Map(
      sessions.map((session) => [session.sessionId, toSessionItem(dataSet, session, lease.fencingToken)]),
    );
    const before = await this.#get(dataSet, [...items.keys()], placeAttributes);
    await lease.widen(botDaysOf(before.map(toPlace)));
    await this.#table.batchWrite(
      [...items.values()].map((put) => ({ put })),
      lease,
    );

    const expected = new ExpectedIndex();
    for (const item of before) expected.expect(item, false);
    for (const item of items.values()) expected.expect(item, true);
    const settled = await settle(this.#time, () => expected.isShown(this.#table));
    return { written: items.size - before.length, replaced: before.length, settled };
  }

  /**
   * Fills a data set that holds nothing yet. Ids must differ from each other.
   *
   * @returns whether the index shows all of it
   */
  async fill(dataSet: DataSet, batches: Batches<SessionRecord>): Promise<boolean> {
    const expected = new ExpectedIndex();
    for await (const records of batches) {
      const items = records.map((record) => toItem(dataSet, record));
      await this.#table.batchWrite(items.map((put) => ({ put })));
      for (const item of items) expected.expect(item, true);
    }
    return settle(this.#time, () => expected.isShown(this.#table));
  }

  /** Sessions as they are stored, by id, some hundreds at a time. */
  async *readRecords(dataSet: DataSet, after?: string, limit?: number): AsyncGenerator<SessionRecord[]> {
    const range = { after, ...(limit === undefined ? {} : { Limit: limit }) };
    const pages = readPartition(this.#table, sessionPartition(dataSet), undefined, range);
    for await (const items of pages) yield items.map(toRecord);
  }

  /** Places of all sessions. */
  async *allPlaces(dataSet: DataSet): AsyncGenerator<SessionPlace[]> {
    const names = placeAttributes.map((attribute, index) => [`#a${index}`, attribute]);
    const pages = readPartition(this.#table, sessionPartition(dataSet), undefined, {
      ProjectionExpression: names.map(([name]) => name).join(', '),
      names: Object.fromEntries(names),
    });
    for await (const items of pages) yield items.map(toPlace);
  }

  /**
   * Places of the bots' sessions that start within the window. The index says which, and the table where they
   * are by now: an index that lags may name places that sessions have left.
   */
  async *placesByStart(
    dataSet: DataSet,
    botIds: readonly string[],
    window: Window,
  ): AsyncGenerator<SessionPlace[]> {
    const { from, to } = startIndexRange(window);
    for (const botId of botIds) {
      const pages = queryIndexRange(this.#table, { botKey: botIndexKey(dataSet, botId), from, to });
      for await (const items of pages) {
        const ids = items.map((item) => toPlace(item).sessionId);
        const places = await this.placesById(dataSet, ids);
        yield places.filter(
          (place) => place.botId === botId && place.startTime >= window.from && place.startTime <= window.to,
        );
      }
    }
  }

  /** Places of the sessions that exist among the ids. Ids must differ from each other. */
  async placesById(dataSet: DataSet, sessionIds: readonly string[]): Promise<SessionPlace[]> {
    return (await this.#get(dataSet, sessionIds, placeAttributes)).map(toPlace);
  }

  /**
   * Removes sessions.
   *
   * @param lease under which it is done, so that nobody reads the half of it
   * @returns whether the index shows none of them any more
   */
  async delete(dataSet: DataSet, places: readonly SessionPlace[], lease: WriteLease): Promise<boolean> {
    const expected = new ExpectedIndex();
    for (const place of places) expected.expect(toPlaceItem(dataSet, place), false);
    await this.#table.batchWrite(
      places.map(({ sessionId }) => ({ delete: sessionKey(dataSet, sessionId) })),
      lease,
    );
    return settle(this.#time, () => expected.isShown(this.#table));
  }

  #get(
    dataSet: DataSet,
    ids: readonly string[],
    attributes: readonly string[],
    usage?: Usage,
  ): Promise<Item[]> {
    const keys = ids.map((sessionId) => sessionKey(dataSet, sessionId));
    return this.#table.batchGet(keys, attributes, usage);
  }
}
