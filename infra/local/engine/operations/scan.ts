import type { Database } from '../database.ts';
import { Bindings } from '../expressions/bindings.ts';
import { afterKey } from '../key-bytes.ts';
import { type Input, refuse, requiredText } from '../parameters.ts';
import { indexKey, indexPrefix, itemKey, tablePrefix, wholeRange } from '../schema.ts';
import { indexOf, readPage, readPageRequest } from './read-page.ts';
import { startKey } from './start-key.ts';

/** Everything of a table or index, in the order of its keys: nobody may count on that. */
export async function scan(database: Database, input: Input): Promise<string> {
  const { schema: table } = database.table(requiredText(input, 'TableName'));
  refuse(input, 'Segment', 'TotalSegments');
  const index = indexOf(table, input);
  const bindings = new Bindings(input);
  const request = readPageRequest(table, index, input, bindings);
  bindings.checkAllUsed();
  const range = wholeRange(index ? indexPrefix(table.name, index.name) : tablePrefix(table.name));
  const start = startKey(table, index, input);
  if (start) range.from = afterKey(index ? (indexKey(table, index, start) ?? '') : itemKey(table, start));
  return readPage(database, range, request, input['ReturnConsumedCapacity']);
}
