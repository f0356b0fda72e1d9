import { dayOf } from '../../domain/bot-days.ts';
import type { Layer } from '../../domain/layers.ts';
import type { PackedEntry } from '../../domain/slices/slice-builder.ts';
import type { Window } from '../../domain/window.ts';
import {
  beforeSessions,
  type Item,
  indexPartitions,
  type Key,
  nameOf,
  sessionIdOf,
  sessionKey,
  startIndexRange,
  timeOf,
} from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import type { Consistency, Table } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';
import { queryIndexRange } from './index-view.ts';
import { LayerDays } from './layer-days.ts';
import { findNewest, type LayeredItem, walkNewest } from './layered-items.ts';
import {
  rowAttributes,
  type StoredRow,
  type StoredSession,
  toPackedEntry,
  toStoredRow,
  toStoredSession,
} from './session-item.ts';
import { isTombstone, recordAttributes, type SessionRecord, toRecord } from './session-record.ts';

const { partitionKey, sortKey } = tableDefinition;

/** Where a session is, in the table and in the index. */
export interface SessionPlace {
  sessionId: string;
  botId: string;
  start: string;
  /** Unix ms. */
  startTime: number;
}

/** A session's row is wanted: of this layer. */
export interface RowKey {
  layer: string;
  sessionId: string;
}

export const placeAttributes = ['sk', 'botId', 'start_time', 'f'] as const;

/** Where a stored session is. */
export const placeOf = ({
  sessionId,
  botId,
  start,
}: Pick<SessionRecord, 'sessionId' | 'botId' | 'start'>): SessionPlace => ({
  sessionId,
  botId,
  start,
  startTime: timeOf(start),
});

export const toPlace = (item: Item): SessionPlace => placeOf(toRecord(item));

// For what is read to be written: no more is in memory than a few of these for each partition.
export const pageSize = 500;

// A longer window is looked for in the table: the index would be asked for each of its days, and again by each call.
const mostDays = 100;

/** What is found of sessions in the table. Knows layers, not accounts: what is visible and to whom is decided above. */
export class StoredSessions {
  readonly #table: Table;
  /** In which days there are sessions. */
  readonly days: LayerDays;

  constructor(table: Table) {
    this.#table = table;
    this.days = new LayerDays(table);
  }

  /**
   * What a layer's index knows of a bot's sessions that start within the window, in its order, some thousands at a time.
   *
   * @param onGone told of places where sessions of layers below are no more
   */
  async *readIndex(
    layer: string,
    botId: string,
    window: Window,
    usage?: Usage,
    onGone: (place: { sessionId: string; startTime: number }) => void = () => {},
  ): AsyncGenerator<PackedEntry[]> {
    for (const botKey of indexPartitions(layer, botId, window)) {
      const range = { botKey, ...startIndexRange(window), onlyForSlices: true };
      for await (const items of queryIndexRange(this.#table, range, usage)) {
        const entries: PackedEntry[] = [];
        for (const item of items) {
          const entry = toPackedEntry(item);
          if (!isTombstone(item)) entries.push(entry);
          else onGone({ sessionId: sessionIdOf(entry.sessionId), startTime: entry.startTime });
        }
        yield entries;
      }
    }
  }

  /** Rows in the order of their keys, which must differ from each other; undefined where there is none. */
  async readRows(
    keys: readonly RowKey[],
    usage?: Usage,
    consistency?: Consistency,
  ): Promise<(StoredRow | undefined)[]> {
    const places = keys.map(({ layer, sessionId }) => sessionKey(layer, sessionId));
    const attributes = [partitionKey, sortKey, ...rowAttributes];
    const items = await this.#table.batchGet(places, attributes, { usage, consistency });
    const byKey = new Map(items.map((item) => [nameOf(item as Key), item]));
    return places.map((place) => {
      const item = byKey.get(nameOf(place));
      return item?.['row'] === undefined ? undefined : toStoredRow(item);
    });
  }

  /** The sessions that exist among the ids, in no order. Ids must differ from each other. */
  async find(
    layers: readonly Layer[],
    sessionIds: readonly string[],
    usage?: Usage,
  ): Promise<StoredSession[]> {
    const attributes = [...recordAttributes.slice(1), 'stamp'];
    const found = await findNewest(this.#table, layers, sessionIds, attributes, { usage });
    return [...found.values()].flatMap(({ item, layer }) =>
      isTombstone(item) ? [] : toStoredSession(item, layer === 0),
    );
  }

  /** Sessions as they are stored, by id, some hundreds at a time. */
  async *readRecords(
    layers: readonly Layer[],
    after = beforeSessions,
    limit?: number,
  ): AsyncGenerator<SessionRecord[]> {
    const range = { after, ...(limit === undefined ? {} : { Limit: limit }) };
    for await (const found of walkNewest(this.#table, layers, range)) yield recordsOf(found);
  }

  /** Imported messages and their marks as they are stored, by id, some hundreds at a time. */
  async *readMessageRecords(
    layers: readonly Layer[],
    after?: string,
    limit = pageSize,
  ): AsyncGenerator<SessionRecord[]> {
    for await (const found of walkNewest(this.#table, layers, { after, Limit: limit })) {
      const messages = recordsOf(found).filter(({ sessionId }) => sessionId < beforeSessions);
      if (messages.length > 0) yield messages;
      if (found.some(({ item }) => String(item[sortKey]) > beforeSessions)) return;
    }
  }

  /** Places of all sessions. */
  async *#allPlaces(layers: readonly Layer[]): AsyncGenerator<SessionPlace[]> {
    const names = placeAttributes.map((attribute, index) => [`#a${index}`, attribute]);
    const pages = walkNewest(this.#table, layers, {
      after: beforeSessions,
      ProjectionExpression: names.map(([name]) => name).join(', '),
      names: Object.fromEntries(names),
    });
    for await (const found of pages) yield recordsOf(found).map(placeOf);
  }

  /**
   * Places of the bots' sessions that start within the window. The index says which, and the table where they
   * are by now: an index that lags may name places that sessions have left. For a long window, or where the index may not
   * show all yet, all of them are read.
   */
  async *placesByStart(
    layers: readonly Layer[],
    botIds: readonly string[],
    window: Window,
    isIndexBehind: boolean,
  ): AsyncGenerator<SessionPlace[]> {
    const isMeant = ({ botId, startTime }: SessionPlace): boolean =>
      botIds.includes(botId) && startTime >= window.from && startTime <= window.to;
    if (isIndexBehind || dayOf(window.to) - dayOf(window.from) >= mostDays) {
      for await (const places of this.#allPlaces(layers)) yield places.filter(isMeant);
      return;
    }
    const seen = new Set<string>();
    for (const botId of botIds) {
      for (const { name } of layers) {
        for await (const entries of this.readIndex(name, botId, window)) {
          const ids = entries.map(({ sessionId }) => sessionId).filter((id) => !seen.has(id));
          for (const id of ids) seen.add(id);
          yield (await this.placesById(layers, ids)).filter(isMeant);
        }
      }
    }
  }

  /** Places of the sessions that exist among the ids. Ids must differ from each other. */
  async placesById(layers: readonly Layer[], sessionIds: readonly string[]): Promise<SessionPlace[]> {
    const found = await findNewest(this.#table, layers, sessionIds, placeAttributes.slice(1));
    return [...found.values()].flatMap(({ item }) => (isTombstone(item) ? [] : toPlace(item)));
  }
}

const recordsOf = (found: readonly LayeredItem[]): SessionRecord[] =>
  found.flatMap(({ item }) => (isTombstone(item) ? [] : toRecord(item)));
