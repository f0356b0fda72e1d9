import { type Consumed, consumedCapacity } from '../capacity.ts';
import type { Database } from '../database.ts';
import { serializationError, validationError } from '../errors.ts';
import { writesOf } from '../index-entries.ts';
import { jsonArray, jsonObject } from '../json-text.ts';
import { type Input, isObject, optionalObject, requiredObject } from '../parameters.ts';
import { parseItem, storedItem } from '../record.ts';
import { checkItemKeys, checkKey, itemKey, keyOf, type TableSchema } from '../schema.ts';
import type { Write } from '../storage/storage.ts';
import type { Item } from '../values/attribute-value.ts';
import { checkItem } from '../values/check-value.ts';
import { checkDistinct } from './batch-get-item.ts';
import { checkItemSize } from './item-limits.ts';

// AWS: BatchWriteItem.
const mostWrites = 25;

interface TableWrites {
  table: TableSchema;
  writes: { key: Item; item: Item | undefined }[];
}

/** All of it is one write: DynamoDB promises that for each item only. */
export async function batchWriteItem(
  database: Database,
  input: Input,
  signal?: AbortSignal,
): Promise<string> {
  const requests = Object.entries(requiredObject(input, 'RequestItems'));
  const tables = requests.map(([name, given]) => readWrites(database, name, given));
  const count = tables.reduce((sum, { writes }) => sum + writes.length, 0);
  if (count > mostWrites) throw validationError('Too many items requested for the BatchWriteItem call');
  if (count === 0) {
    throw validationError('The batch write request list for a table cannot be null or empty');
  }
  const consumed = await database.exclusively(() => write(database, tables), signal);
  const capacities = tables.flatMap(
    ({ table: { name } }, index) =>
      consumedCapacity(input['ReturnConsumedCapacity'], name, consumed[index] ?? { table: 0, indexes: {} }) ??
      [],
  );
  return jsonObject({
    UnprocessedItems: '{}',
    ConsumedCapacity: capacities.length > 0 ? jsonArray(capacities) : undefined,
  });
}

async function write(database: Database, tables: readonly TableWrites[]): Promise<Consumed[]> {
  const all: Write[] = [];
  const consumed: Consumed[] = [];
  for (const { table, writes } of tables) {
    const sum: Consumed = { table: 0, indexes: {} };
    const found = await database.read(
      table,
      writes.map(({ key }) => key),
    );
    for (const [index, { item }] of writes.entries()) {
      const stored = found[index];
      const change = writesOf({
        table,
        before: stored && { item: parseItem(stored), stored },
        after: item && { item, stored: storedItem(item) },
      });
      all.push(...change.writes);
      addTo(sum, change.consumed);
    }
    consumed.push(sum);
  }
  await database.write(all);
  return consumed;
}

function addTo(sum: Consumed, { table, indexes }: Consumed): void {
  sum.table += table;
  for (const [name, units] of Object.entries(indexes)) sum.indexes[name] = (sum.indexes[name] ?? 0) + units;
}

function readWrites(database: Database, name: string, given: unknown): TableWrites {
  const { schema: table } = database.table(name);
  if (!Array.isArray(given)) throw serializationError('The requests for a table must be an array');
  const writes = given.map((request) => readWrite(table, request));
  checkDistinct(writes.map(({ key }) => itemKey(table, key)));
  return { table, writes };
}

function readWrite(table: TableSchema, request: unknown): TableWrites['writes'][number] {
  if (!isObject(request)) throw serializationError('A request must be an object');
  const put = optionalObject(request, 'PutRequest');
  const removal = optionalObject(request, 'DeleteRequest');
  if (put && !removal) {
    const item = checkItemSize(checkItem(requiredObject(put, 'Item')));
    checkItemKeys(table, item);
    return { key: keyOf(item, table), item };
  }
  if (removal && !put)
    return { key: checkKey(table, checkItem(requiredObject(removal, 'Key'))), item: undefined };
  throw validationError(
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of PutRequest and DeleteRequest',
  );
}
