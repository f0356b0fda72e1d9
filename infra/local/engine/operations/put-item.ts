import type { Database } from '../database.ts';
import { Bindings } from '../expressions/bindings.ts';
import { choice, type Input, requiredObject, requiredText } from '../parameters.ts';
import { checkItemKeys, keyOf } from '../schema.ts';
import { checkItem } from '../values/check-value.ts';
import { changeAnswer, changeItem, readConditionOf } from './change-item.ts';
import { checkItemSize } from './item-limits.ts';

export async function putItem(database: Database, input: Input, signal?: AbortSignal): Promise<string> {
  const { schema: table } = database.table(requiredText(input, 'TableName'));
  const item = checkItemSize(checkItem(requiredObject(input, 'Item')));
  const returned = choice(input, 'ReturnValues', ['NONE', 'ALL_OLD']);
  const bindings = new Bindings(input);
  const condition = readConditionOf(input, bindings);
  bindings.checkAllUsed();
  checkItemKeys(table, item);
  const change = { table, key: keyOf(item, table), condition, next: () => item };
  const changed = await changeItem(database, change, input, signal);
  return changeAnswer(input, table, changed, returned === 'ALL_OLD' ? changed.before : undefined);
}
