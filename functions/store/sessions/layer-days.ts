import { type BotDays, dayOf } from '../../domain/bot-days.ts';
import { dayMs } from '../../domain/dates.ts';
import { LruCache } from '../../domain/lru-cache.ts';
import {
  dayOfLayerDayKey,
  type Item,
  indexPartition,
  layerDayKey,
  layerDaysPartition,
  nameOf,
  notesDays,
  startIndexRange,
  timeOf,
} from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import type { Table, WritePermit } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';
import { queryIndexRange } from './index-view.ts';

const { partitionKey, sortKey, sessionIndex } = tableDefinition;
const daysKept = 20_000;

/** Days since 1970 (GMT), both inclusive. */
export interface DayRange {
  first: number;
  last: number;
}

/** In which days layers have, or had, sessions of which bots. */
export class LayerDays {
  readonly #table: Table;
  readonly #noted = new LruCache<string, true>({ max: daysKept });

  constructor(table: Table) {
    this.#table = table;
  }

  /**
   * Notes days before sessions are written to them: a day that is not noted would be missed.
   *
   * @param permit that of the sessions
   * @throws ThrottledError as these do
   */
  async note(layer: string, { bots }: BotDays, permit?: WritePermit): Promise<void> {
    if (!notesDays(layer)) return;
    const keys = [...bots].flatMap(([botId, days]) =>
      days === 'all' ? [] : [...days].map((day) => layerDayKey(layer, botId, day)),
    );
    const missing = keys.filter((key) => !this.#noted.has(nameOf(key)));
    if (missing.length === 0) return;
    await this.#table.batchWrite(
      missing.map((put) => ({ put })),
      permit,
    );
    for (const key of missing) this.#noted.set(nameOf(key), true);
  }

  /** The days of a range in which a bot may have sessions in the layer, in no order. */
  async read(layer: string, botId: string, range: DayRange, usage?: Usage): Promise<number[]> {
    return notesDays(layer)
      ? this.#readNoted(layer, botId, range, usage)
      : this.#readIndex(layer, botId, range, usage);
  }

  async #readNoted(
    layer: string,
    botId: string,
    { first, last }: DayRange,
    usage?: Usage,
  ): Promise<number[]> {
    const pages = this.#table.query(
      {
        ConsistentRead: true,
        KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :first AND :last',
        ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey },
        ExpressionAttributeValues: {
          ':pk': layerDaysPartition(layer),
          ':first': layerDayKey(layer, botId, first).sk,
          ':last': layerDayKey(layer, botId, last).sk,
        },
      },
      usage,
    );
    const days: number[] = [];
    for await (const items of pages)
      for (const item of items) days.push(dayOfLayerDayKey(String(item[sortKey])));
    return days;
  }

  /** From one day with sessions to the next: a query for each. */
  async #readIndex(
    layer: string,
    botId: string,
    { first, last }: DayRange,
    usage?: Usage,
  ): Promise<number[]> {
    const botKey = indexPartition(layer, botId, first);
    const days: number[] = [];
    for (let day = first; day <= last; day++) {
      const window = { from: day * dayMs, to: (last + 1) * dayMs - 1 };
      const found = await this.#firstOf({ botKey, ...startIndexRange(window), limit: 1 }, usage);
      if (!found) break;
      day = dayOf(timeOf(String(found[sessionIndex.sortKey])));
      days.push(day);
    }
    return days;
  }

  async #firstOf(
    range: Parameters<typeof queryIndexRange>[1],
    usage: Usage | undefined,
  ): Promise<Item | undefined> {
    for await (const items of queryIndexRange(this.#table, range, usage)) return items[0];
    return undefined;
  }
}
