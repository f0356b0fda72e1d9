import type { Item } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import type { Table } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';
import type { Written } from './written.ts';

const { sessionIndex } = tableDefinition;
const names = { '#bot': sessionIndex.partitionKey, '#start': sessionIndex.sortKey };

/** A range of one bot's part of the index, both ends inclusive; keys as in `keys.ts`. */
interface IndexRange {
  botKey: string;
  from: string;
  to: string;
  /** How many entries DynamoDB is asked for at a time; absent: as many as it likes. */
  limit?: number;
  /** Only what slices are made of: the rest is said again in every entry, and takes as long to read. */
  onlyForSlices?: boolean;
}

const forSlices = { ProjectionExpression: '#start, f' };

/** Reads a range of the index. */
export function queryIndexRange(
  table: Table,
  { botKey, from, to, limit, onlyForSlices = false }: IndexRange,
  usage?: Usage,
): AsyncGenerator<Item[]> {
  const input = {
    IndexName: sessionIndex.name,
    ...(limit === undefined ? {} : { Limit: limit }),
    KeyConditionExpression: '#bot = :bot AND #start BETWEEN :from AND :to',
    ExpressionAttributeNames: names,
    ...(onlyForSlices ? forSlices : {}),
    ExpressionAttributeValues: { ':bot': botKey, ':from': from, ':to': to },
  };
  return table.query(input, usage);
}

/** What the index should show at its places: the filter attribute, or nothing where a session has left. */
export class ExpectedIndex {
  readonly #isImmediate: boolean;
  readonly #changes: Written | undefined;
  readonly #byBot = new Map<string, Map<string, string | undefined>>();

  /**
   * @param isImmediate whether the index shows a write as soon as the table does: nothing need be looked at
   * @param changes to which is added what is expected
   */
  constructor(isImmediate: boolean, changes?: Written) {
    this.#isImmediate = isImmediate;
    this.#changes = changes;
  }

  /** @param item a session's item, with at least its place in the index */
  expect(item: Item, shown: boolean): void {
    this.#changes?.add(item, shown);
    if (this.#isImmediate) return;
    const botKey = String(item[sessionIndex.partitionKey]);
    const places = this.#byBot.get(botKey) ?? new Map<string, string | undefined>();
    places.set(String(item[sessionIndex.sortKey]), shown ? String(item['f']) : undefined);
    this.#byBot.set(botKey, places);
  }

  /** Asks only for what it has not seen shown yet. */
  async isShown(table: Table): Promise<boolean> {
    for (const [botKey, places] of this.#byBot) {
      if (!(await allShown(table, botKey, places))) return false;
      this.#byBot.delete(botKey);
    }
    return true;
  }
}

const [fewest, most] = [16, 2000];

/**
 * Whether the index shows every place as expected. Reads along the places, and past what lies between them
 * where that is much, so that few places far apart cost little in an index of any size.
 */
async function allShown(
  table: Table,
  botKey: string,
  places: ReadonlyMap<string, string | undefined>,
): Promise<boolean> {
  const sorted = [...places.keys()].sort();
  const last = sorted.at(-1) ?? '';
  let limit = Math.min(Math.max(sorted.length, fewest), most);
  for (let next = 0; next < sorted.length; ) {
    const { shown, end } = await look(table, botKey, sorted[next] ?? '', last, limit);
    const first = next;
    for (let place = sorted[next]; place !== undefined && place <= end; place = sorted[++next]) {
      if (shown.get(place) !== places.get(place)) return false;
    }
    const share = (next - first) / limit;
    limit = share < 0.25 ? Math.max(fewest, limit >> 1) : Math.min(most, limit * 2);
  }
  return true;
}

/** What a range of the index shows from its beginning on, and how far that is. */
async function look(
  table: Table,
  botKey: string,
  from: string,
  to: string,
  limit: number,
): Promise<{ shown: Map<string, unknown>; end: string }> {
  const shown = new Map<string, unknown>();
  for await (const page of queryIndexRange(table, { botKey, from, to, limit })) {
    for (const item of page) shown.set(String(item[sessionIndex.sortKey]), item['f']);
    const end = page.at(-1)?.[sessionIndex.sortKey];
    if (shown.size >= limit) return { shown, end: String(end) };
  }
  return { shown, end: to };
}
