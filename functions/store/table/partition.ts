import type { Budget } from './budget.ts';
import type { Item } from './keys.ts';
import type { Usage } from './meter.ts';
import type { QueryInput, Table } from './table.ts';
import { tableDefinition } from './table-definition.ts';

const { partitionKey, sortKey } = tableDefinition;
const itemsAtOnce = 500;

/** What a query of a partition may also say. */
export type PartitionQuery = Pick<QueryInput, 'FilterExpression' | 'Limit' | 'ProjectionExpression'> & {
  /** Only what comes after this sort key. */
  after?: string | undefined;
  names?: Record<string, string>;
  values?: Item;
};

/** The items of a partition in the order of their sort keys, a page at a time; strongly consistent. */
export function readPartition(
  table: Table,
  pk: string,
  usage?: Usage,
  { after, names, values, ...more }: PartitionQuery = {},
): AsyncGenerator<Item[]> {
  const input = {
    ConsistentRead: true,
    KeyConditionExpression: after === undefined ? '#pk = :pk' : '#pk = :pk AND #sk > :after',
    ExpressionAttributeNames: {
      '#pk': partitionKey,
      ...(after === undefined ? {} : { '#sk': sortKey }),
      ...names,
    },
    ExpressionAttributeValues: { ':pk': pk, ...(after === undefined ? {} : { ':after': after }), ...values },
    ...more,
  };
  return table.query(input, usage);
}

export async function readWholePartition(
  table: Table,
  pk: string,
  usage?: Usage,
  query?: PartitionQuery,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of readPartition(table, pk, usage, query)) items.push(...page);
  return items;
}

/**
 * Removes the items of a partition, all or as many as the budget allows; safe to repeat.
 *
 * @returns whether none is left
 */
export async function removePartition(table: Table, pk: string, budget?: Budget): Promise<boolean> {
  const pages = readPartition(table, pk, undefined, {
    Limit: budget?.part(itemsAtOnce) ?? itemsAtOnce,
    ProjectionExpression: '#pk, #sk',
    names: { '#sk': sortKey },
  });
  for await (const items of pages) {
    if (budget?.spent) return false;
    await table.batchWrite(items.map((item) => ({ delete: { pk, sk: String(item[sortKey]) } })));
    budget?.spend(items.length);
  }
  return true;
}
