import type { Item, Table } from './table.ts';
import { tableDefinition } from './table-definition.ts';

const { sessionIndex } = tableDefinition;
const names = { '#bot': sessionIndex.partitionKey, '#start': sessionIndex.sortKey };

/** Reads a range of one bot's part of the index, both ends inclusive; keys as in `keys.ts`. */
export function readIndexRange(table: Table, botKey: string, from: string, to: string): Promise<Item[]> {
  return table.queryAll({
    IndexName: sessionIndex.name,
    KeyConditionExpression: '#bot = :bot AND #start BETWEEN :from AND :to',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ':bot': botKey, ':from': from, ':to': to },
  });
}

/** What the index should show at its places: the filter attribute, or nothing where a session has left. */
export class ExpectedIndex {
  readonly #byBot = new Map<string, Map<string, string | undefined>>();

  /** @param item a session's item, with at least its place in the index */
  expect(item: Item, shown: boolean): void {
    const botKey = String(item[sessionIndex.partitionKey]);
    const places = this.#byBot.get(botKey) ?? new Map<string, string | undefined>();
    places.set(String(item[sessionIndex.sortKey]), shown ? String(item['f']) : undefined);
    this.#byBot.set(botKey, places);
  }

  async isShown(table: Table): Promise<boolean> {
    for (const [botKey, places] of this.#byBot) {
      const sorted = [...places.keys()].sort();
      const [first = '', last = first] = [sorted[0], sorted.at(-1)];
      const items = await readIndexRange(table, botKey, first, last);
      const shown = new Map(items.map((item) => [item[sessionIndex.sortKey], item['f']]));
      for (const [place, filter] of places) if (shown.get(place) !== filter) return false;
    }
    return true;
  }
}
