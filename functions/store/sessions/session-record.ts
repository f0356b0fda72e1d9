import type { Item } from '../table/keys.ts';
import { botIndexKey, type DataSet, type Key, sessionKey } from '../table/keys.ts';
import { fencingTokenOf } from './packed-filter.ts';

/** A session as its item has it, without the data set that the item belongs to. */
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

/** The bot that a partition of the index is of. */
export const botIdOf = (indexKey: string): string => indexKey.slice(indexKey.lastIndexOf('#') + 1);

export function toRecord(item: Item): SessionRecord {
  const { sk, botId, start_time, f, row } = item as Record<(typeof recordAttributes)[number], string>;
  return { sessionId: sk, botId: botIdOf(botId), start: start_time, filter: f, row };
}

export function toItem(
  dataSet: DataSet,
  { sessionId, botId, start, filter, row }: SessionRecord,
): Item & Key {
  const fencingToken = fencingTokenOf(filter);
  return {
    ...sessionKey(dataSet, sessionId),
    botId: botIndexKey(dataSet, botId),
    start_time: start,
    f: filter,
    // The token stands here too, so that who reads the row need not read what only filters need.
    ...(fencingToken === 0 ? {} : { stamp: fencingToken }),
    row,
  };
}

/** A record as text, a line for each part: none can hold a line break, as JSON text does not. */
export function toLines({ sessionId, botId, start, filter, row }: SessionRecord): string {
  return `${sessionId}\n${botId}\n${start}\n${filter}\n${row}\n`;
}

/** The records of texts put together. */
export function toRecords(text: string): SessionRecord[] {
  const lines = text.split('\n');
  const records: SessionRecord[] = [];
  for (let at = 0; at + 5 < lines.length; at += 5) {
    const [sessionId = '', botId = '', start = '', filter = '', row = ''] = lines.slice(at, at + 5);
    records.push({ sessionId, botId, start, filter, row });
  }
  return records;
}
