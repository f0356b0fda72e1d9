import { consumedCapacity, readUnits } from '../capacity.ts';
import type { Database } from '../database.ts';
import { serializationError, validationError } from '../errors.ts';
import { Bindings } from '../expressions/bindings.ts';
import type { Path } from '../expressions/path.ts';
import { jsonArray, jsonObject } from '../json-text.ts';
import { flag, type Input, isObject, requiredList, requiredObject } from '../parameters.ts';
import type { StoredItem } from '../record.ts';
import { checkKey, itemKey, type TableSchema } from '../schema.ts';
import type { Item } from '../values/attribute-value.ts';
import { checkItem } from '../values/check-value.ts';
import { projectedJson, readProjectionOf } from './projected.ts';

// AWS: BatchGetItem.
const mostKeys = 100;
const largestAnswer = 16 * 1024 * 1024;

interface Wanted {
  table: TableSchema;
  given: Input;
  keys: Item[];
  paths: Path[] | undefined;
  consistent: boolean;
}

export async function batchGetItem(database: Database, input: Input): Promise<string> {
  const requests = Object.entries(requiredObject(input, 'RequestItems'));
  const wanted = requests.map(([name, request]) => readWanted(database, name, request));
  const count = wanted.reduce((sum, { keys }) => sum + keys.length, 0);
  if (count > mostKeys) throw validationError('Too many items requested for the BatchGetItem call');
  const answer = new Answer();
  for (const each of wanted) {
    answer.begin(each);
    const found = await database.read(each.table, each.keys);
    for (const [index, stored] of found.entries()) answer.add(each, index, stored);
  }
  return answer.toJson(input['ReturnConsumedCapacity']);
}

function readWanted(database: Database, name: string, given: unknown): Wanted {
  if (!isObject(given)) throw serializationError('A request of RequestItems must be an object');
  const { schema: table } = database.table(name);
  const bindings = new Bindings(given);
  const paths = readProjectionOf(given, bindings);
  bindings.checkAllUsed();
  const keys = requiredList(given, 'Keys').map((key) => checkKey(table, checkItem(key)));
  if (keys.length === 0)
    throw validationError('The list of keys in RequestItems for BatchGetItem is required');
  checkDistinct(keys.map((key) => itemKey(table, key)));
  return { table, given, keys, paths, consistent: flag(given, 'ConsistentRead') };
}

/** @throws ValidationException */
export function checkDistinct(keys: readonly string[]): void {
  if (new Set(keys).size === keys.length) return;
  throw validationError('Provided list of item keys contains duplicates');
}

/** What was found, as far as one answer holds it; the rest is named as unprocessed. */
class Answer {
  readonly #items = new Map<string, string[]>();
  readonly #left = new Map<string, { given: Input; keys: Item[] }>();
  readonly #units = new Map<string, number>();
  #size = 0;

  begin({ table }: Wanted): void {
    this.#items.set(table.name, []);
    this.#units.set(table.name, 0);
  }

  add(
    { table: { name }, given, keys, paths, consistent }: Wanted,
    index: number,
    stored: StoredItem | undefined,
  ): void {
    const size = stored?.size ?? 0;
    if (this.#size + size > largestAnswer) {
      const left = this.#left.get(name) ?? { given, keys: [] };
      left.keys.push(...keys.slice(index, index + 1));
      this.#left.set(name, left);
      return;
    }
    this.#size += size;
    this.#units.set(name, (this.#units.get(name) ?? 0) + readUnits(size, consistent));
    if (stored) this.#items.get(name)?.push(projectedJson(stored, paths));
  }

  toJson(capacityAsked: unknown): string {
    const responses = [...this.#items].map(([name, items]) => [name, jsonArray(items)] as const);
    const left = [...this.#left].map(([name, { given, keys }]) => [name, { ...given, Keys: keys }] as const);
    const capacities = [...this.#units].flatMap(
      ([name, units]) => consumedCapacity(capacityAsked, name, { table: units, indexes: {} }) ?? [],
    );
    return jsonObject({
      Responses: jsonObject(Object.fromEntries(responses)),
      UnprocessedKeys: JSON.stringify(Object.fromEntries(left)),
      ConsumedCapacity: capacities.length > 0 ? jsonArray(capacities) : undefined,
    });
  }
}
