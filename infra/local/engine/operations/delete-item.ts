import type { Database } from '../database.ts';
import { Bindings } from '../expressions/bindings.ts';
import { choice, type Input, requiredObject, requiredText } from '../parameters.ts';
import { checkKey } from '../schema.ts';
import { checkItem } from '../values/check-value.ts';
import { changeAnswer, changeItem, readConditionOf } from './change-item.ts';

export async function deleteItem(database: Database, input: Input, signal?: AbortSignal): Promise<string> {
  const { schema: table } = database.table(requiredText(input, 'TableName'));
  const returned = choice(input, 'ReturnValues', ['NONE', 'ALL_OLD']);
  const bindings = new Bindings(input);
  const condition = readConditionOf(input, bindings);
  bindings.checkAllUsed();
  const key = checkKey(table, checkItem(requiredObject(input, 'Key')));
  const change = { table, key, condition, next: () => undefined };
  const changed = await changeItem(database, change, input, signal);
  return changeAnswer(input, table, changed, returned === 'ALL_OLD' ? changed.before : undefined);
}
