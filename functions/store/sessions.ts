import type { IndexEntry } from '../domain/query.ts';
import type { Session } from '../domain/session.ts';
import type { Window } from '../domain/window.ts';
import { ExpectedIndex, readIndexRange } from './index-view.ts';
import { botIndexKey, type DataSet, sessionKey, sessionPartition, startIndexRange } from './keys.ts';
import { type StoredSession, toIndexEntry, toSessionItem, toStoredSession } from './session-item.ts';
import { settle } from './settle.ts';
import type { Table } from './table.ts';
import { tableDefinition } from './table-definition.ts';

const { sessionIndex, partitionKey, sortKey } = tableDefinition;

export interface WriteResult {
  /** Sessions that were not there before. */
  written: number;
  /** Sessions that took the place of one with the same id. */
  replaced: number;
  /** Whether the index shows all of it; otherwise queries may miss some for a moment longer. */
  settled: boolean;
}

/** Sessions in the table. Knows data sets, not accounts: what is visible and to whom is decided above. */
export class SessionStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** What the index knows of the bots' sessions that start within the window, in no order. */
  async readIndex(dataSet: DataSet, botIds: readonly string[], window: Window): Promise<IndexEntry[]> {
    const { from, to } = startIndexRange(window);
    const perBot = await Promise.all(
      botIds.map((botId) => readIndexRange(this.#table, botIndexKey(dataSet, botId), from, to)),
    );
    // A session that moves while this reads may be seen at its old place and at its new one.
    const entries = perBot.flat().map(toIndexEntry);
    return [...new Map(entries.map((entry) => [entry.sessionId, entry])).values()];
  }

  /** Rows as JSON text by session id. Ids must differ from each other. */
  async readRows(dataSet: DataSet, sessionIds: readonly string[]): Promise<Map<string, string>> {
    const keys = sessionIds.map((sessionId) => sessionKey(dataSet, sessionId));
    const items = await this.#table.batchGet(keys, [sortKey, 'row']);
    return new Map(items.map((item) => [String(item[sortKey]), String(item['row'])]));
  }

  /** The sessions that exist among the ids, in no order. Ids must differ from each other. */
  async find(dataSet: DataSet, sessionIds: readonly string[]): Promise<StoredSession[]> {
    const keys = sessionIds.map((sessionId) => sessionKey(dataSet, sessionId));
    return (await this.#table.batchGet(keys, ['sk', 'botId', 'start_time', 'f', 'row'])).map(toStoredSession);
  }

  /** Writes sessions, each in place of one with its id; of several with one id the last is kept. */
  async write(dataSet: DataSet, sessions: readonly Session[]): Promise<WriteResult> {
    const items = new Map(sessions.map((session) => [session.sessionId, toSessionItem(dataSet, session)]));
    const keys = [...items.keys()].map((sessionId) => sessionKey(dataSet, sessionId));
    const before = await this.#table.batchGet(keys, [sessionIndex.partitionKey, sessionIndex.sortKey]);
    await this.#table.batchWrite([...items.values()].map((put) => ({ put })));

    const expected = new ExpectedIndex();
    for (const item of before) expected.expect(item, false);
    for (const item of items.values()) expected.expect(item, true);
    const settled = await settle(() => expected.isShown(this.#table));
    return { written: items.size - before.length, replaced: before.length, settled };
  }

  /** Removes a whole data set; safe to repeat. */
  async deleteAll(dataSet: DataSet): Promise<void> {
    const pages = this.#table.query({
      ConsistentRead: true,
      KeyConditionExpression: '#pk = :pk',
      ProjectionExpression: '#pk, #sk',
      ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey },
      ExpressionAttributeValues: { ':pk': sessionPartition(dataSet) },
    });
    for await (const items of pages) {
      await this.#table.batchWrite(
        items.map((item) => ({ delete: sessionKey(dataSet, String(item[sortKey])) })),
      );
    }
  }
}
