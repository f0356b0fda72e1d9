import type { Budget } from './budget.ts';
import type { Usage } from './meter.ts';
import type { Item, Table } from './table.ts';
import { tableDefinition } from './table-definition.ts';

const { partitionKey, sortKey } = tableDefinition;
const itemsAtOnce = 500;

/** The items of a partition in the order of their sort keys, a page at a time; strongly consistent. */
export function readPartition(table: Table, pk: string, usage?: Usage): AsyncGenerator<Item[]> {
  const input = {
    ConsistentRead: true,
    KeyConditionExpression: '#pk = :pk',
    ExpressionAttributeNames: { '#pk': partitionKey },
    ExpressionAttributeValues: { ':pk': pk },
  };
  return table.query(input, usage);
}

export async function readWholePartition(table: Table, pk: string, usage?: Usage): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of readPartition(table, pk, usage)) items.push(...page);
  return items;
}

/**
 * Removes the items of a partition, as many as the budget allows; safe to repeat.
 *
 * @returns whether none is left
 */
export async function removePartition(table: Table, pk: string, budget: Budget): Promise<boolean> {
  const pages = table.query({
    ConsistentRead: true,
    Limit: budget.part(itemsAtOnce),
    KeyConditionExpression: '#pk = :pk',
    ProjectionExpression: '#pk, #sk',
    ExpressionAttributeNames: { '#pk': partitionKey, '#sk': sortKey },
    ExpressionAttributeValues: { ':pk': pk },
  });
  for await (const items of pages) {
    if (budget.spent) return false;
    await table.batchWrite(items.map((item) => ({ delete: { pk, sk: String(item[sortKey]) } })));
    budget.spend(items.length);
  }
  return true;
}
