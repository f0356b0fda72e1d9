import { type Consumed, consumedCapacity } from '../capacity.ts';
import type { Database } from '../database.ts';
import { EngineError } from '../errors.ts';
import type { Bindings } from '../expressions/bindings.ts';
import { type Condition, readCondition } from '../expressions/condition.ts';
import { holds } from '../expressions/evaluate.ts';
import { writesOf } from '../index-entries.ts';
import { jsonObject } from '../json-text.ts';
import { choice, type Input, optionalText, refuse } from '../parameters.ts';
import { parseItem, storedItem } from '../record.ts';
import type { TableSchema } from '../schema.ts';
import type { Item } from '../values/attribute-value.ts';

/** What is to become of one item. */
export interface Change {
  table: TableSchema;
  key: Item;
  condition: Condition | undefined;
  /** @returns the item from now on; undefined where there is to be none */
  next: (before: Item | undefined) => Item | undefined;
}

export interface Changed {
  before: Item | undefined;
  after: Item | undefined;
  consumed: Consumed;
}

export function readConditionOf(input: Input, bindings: Bindings): Condition | undefined {
  refuse(input, 'Expected', 'ConditionalOperator', 'ReturnItemCollectionMetrics');
  const text = optionalText(input, 'ConditionExpression');
  return text === undefined ? undefined : readCondition('ConditionExpression', text, bindings);
}

/**
 * Reads an item, decides and writes, with nobody in between.
 *
 * @throws ConditionalCheckFailedException
 */
export function changeItem(
  database: Database,
  { table, key, condition, next }: Change,
  input: Input,
  signal: AbortSignal | undefined,
): Promise<Changed> {
  const onFailure = choice(input, 'ReturnValuesOnConditionCheckFailure', ['NONE', 'ALL_OLD']);
  return database.exclusively(async () => {
    const [stored] = await database.read(table, [key]);
    const before = stored && parseItem(stored);
    if (condition && !holds(condition, before ?? {})) {
      const more = before && onFailure === 'ALL_OLD' ? { Item: before } : {};
      throw new EngineError('ConditionalCheckFailedException', 'The conditional request failed', { more });
    }
    const after = next(before);
    const { writes, consumed } = writesOf({
      table,
      before: before && stored && { item: before, stored },
      after: after && { item: after, stored: storedItem(after) },
    });
    if (writes.length > 0) await database.write(writes);
    return { before, after, consumed };
  }, signal);
}

/** The answer to a change. */
export function changeAnswer(
  input: Input,
  table: TableSchema,
  { consumed }: Changed,
  attributes?: Item,
): string {
  return jsonObject({
    Attributes: attributes && JSON.stringify(attributes),
    ConsumedCapacity: consumedCapacity(input['ReturnConsumedCapacity'], table.name, consumed),
  });
}
