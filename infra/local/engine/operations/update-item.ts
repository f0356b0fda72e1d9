import type { Database } from '../database.ts';
import { invalidParameter, validationError } from '../errors.ts';
import { applyUpdate } from '../expressions/apply-update.ts';
import { Bindings } from '../expressions/bindings.ts';
import { project } from '../expressions/projection.ts';
import { readUpdate, type UpdateAction } from '../expressions/update.ts';
import { choice, type Input, optionalText, refuse, requiredObject, requiredText } from '../parameters.ts';
import { checkItemKeys, checkKey, keyAttributes, type TableSchema } from '../schema.ts';
import type { Item } from '../values/attribute-value.ts';
import { checkItem } from '../values/check-value.ts';
import { type Changed, changeAnswer, changeItem, readConditionOf } from './change-item.ts';
import { checkItemSize } from './item-limits.ts';

const returnable = ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'] as const;

export async function updateItem(database: Database, input: Input, signal?: AbortSignal): Promise<string> {
  const { schema: table } = database.table(requiredText(input, 'TableName'));
  refuse(input, 'AttributeUpdates');
  const returned = choice(input, 'ReturnValues', returnable);
  const bindings = new Bindings(input);
  const text = optionalText(input, 'UpdateExpression');
  const actions = text === undefined ? [] : readUpdate(text, bindings);
  const condition = readConditionOf(input, bindings);
  bindings.checkAllUsed();
  const key = checkKey(table, checkItem(requiredObject(input, 'Key')));
  checkNotKey(table, actions);
  const next = (before: Item | undefined): Item => {
    const item = applyUpdate(actions, before ?? key);
    checkItemKeys(table, item);
    return checkItemSize(item, 'Item size to update has exceeded the maximum allowed size');
  };
  const changed = await changeItem(database, { table, key, condition, next }, input, signal);
  return changeAnswer(input, table, changed, attributesOf(returned, changed, actions));
}

function checkNotKey(table: TableSchema, actions: readonly UpdateAction[]): void {
  const names = new Set(actions.map(({ path: [name] }) => name));
  const key = keyAttributes(table).find(({ name }) => names.has(name));
  if (key) throw invalidParameter(`Cannot update attribute ${key.name}. This attribute is part of the key`);
  const indexKeys = new Set(table.indexes.flatMap(keyAttributes).map(({ name }) => name));
  const within = actions.find(({ path }) => path.length > 1 && indexKeys.has(path[0]));
  if (!within) return;
  throw validationError(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: ${within.path[0]}`,
  );
}

function attributesOf(
  returned: (typeof returnable)[number],
  { before, after }: Changed,
  actions: readonly UpdateAction[],
): Item | undefined {
  if (returned === 'ALL_OLD') return before;
  if (returned === 'ALL_NEW') return after;
  if (returned === 'NONE') return undefined;
  const item = returned === 'UPDATED_OLD' ? before : after;
  const updated = project(
    item ?? {},
    actions.map(({ path }) => path),
  );
  return Object.keys(updated).length > 0 ? updated : undefined;
}
