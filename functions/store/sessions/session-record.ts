import { dayOf } from '../../domain/bot-days.ts';
import { fencingTokenOf } from '../../domain/slices/packed-filter.ts';
import type { Item } from '../table/keys.ts';
import {
  botIdOf,
  indexPartition,
  type Key,
  leftPlaceKey,
  sessionKey,
  startIndexKey,
  timeOf,
} from '../table/keys.ts';

/** A session as its item has it, without the layer that the item belongs to. */
export interface SessionRecord {
  sessionId: string;
  botId: string;
  /** Its place in the index. */
  start: string;
  /** What filters need, packed. */
  filter: string;
  /** The row as JSON text. */
  row: string;
}

/** The attributes of an item that make a record. */
export const recordAttributes = ['sk', 'botId', 'start_time', 'f', 'row'] as const;

export function toRecord(item: Item): SessionRecord {
  const { sk, botId, start_time, f, row } = item as Record<(typeof recordAttributes)[number], string>;
  return { sessionId: sk, botId: botIdOf(botId), start: start_time, filter: f, row };
}

/** A session's place in the index. */
export const indexKeyOf = (layer: string, { botId, start }: Pick<SessionRecord, 'botId' | 'start'>) => ({
  botId: indexPartition(layer, botId, dayOf(timeOf(start))),
  start_time: start,
});

export function toItem(layer: string, { sessionId, botId, start, filter, row }: SessionRecord): Item & Key {
  const fencingToken = fencingTokenOf(filter);
  return {
    ...sessionKey(layer, sessionId),
    ...indexKeyOf(layer, { botId, start }),
    f: filter,
    // The token stands here too, so that who reads the row need not read what only filters need.
    ...(fencingToken === 0 ? {} : { stamp: fencingToken }),
    row,
  };
}

/*
 * A tombstone stands where a session of a layer below is no more: under the session's own key where it was removed,
 * beside it where it is somewhere else now. No session's filter is like a tombstone's.
 */
const gone = '-';

type Place = Pick<SessionRecord, 'sessionId' | 'botId' | 'start'>;

/** That a session was removed, at its place below. */
export const toRemoval = (layer: string, place: Place): Item & Key => ({
  ...sessionKey(layer, place.sessionId),
  ...indexKeyOf(layer, place),
  f: gone,
});

/** That a session has left its place below. */
export const toLeftPlace = (layer: string, place: Place): Item & Key => {
  const key = leftPlaceKey(layer, place.sessionId);
  // As two entries of the index that have all in common could not be told apart.
  return {
    ...key,
    ...indexKeyOf(layer, { ...place, start: startIndexKey(timeOf(place.start), key.sk) }),
    f: gone,
  };
};

export const isTombstone = (item: Item): boolean => item['f'] === gone;
