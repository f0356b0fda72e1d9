import type { Database } from '../database.ts';
import { EngineError } from '../errors.ts';
import { type Input, requiredText } from '../parameters.ts';
import { indexPrefix, tablePrefix, wholeRange } from '../schema.ts';
import type { Write } from '../storage/storage.ts';
import { readTableDescription, type TableDescription } from '../table-description.ts';

export function createTable(database: Database, input: Input): Promise<string> {
  const description = readTableDescription(input, Date.now());
  return database.exclusively(async () => {
    if (database.find(description.TableName)) {
      throw new EngineError('ResourceInUseException', `Table already exists: ${description.TableName}`);
    }
    await database.addTable(description);
    return JSON.stringify({ TableDescription: answered(description) });
  });
}

export async function describeTable(database: Database, input: Input): Promise<string> {
  const { description } = database.table(requiredText(input, 'TableName'));
  return JSON.stringify({ Table: answered(description) });
}

export async function listTables(database: Database): Promise<string> {
  return JSON.stringify({ TableNames: database.tableNames });
}

export function deleteTable(database: Database, input: Input): Promise<string> {
  const name = requiredText(input, 'TableName');
  return database.exclusively(async () => {
    const { description, schema } = database.table(name);
    const removals: Write[] = [];
    const prefixes = [tablePrefix(name), ...schema.indexes.map((index) => indexPrefix(name, index.name))];
    for (const prefix of prefixes) {
      await database.scan(wholeRange(prefix), (_, key) => removals.push({ key, value: undefined }) > 0);
    }
    await database.removeTable(name, removals);
    return JSON.stringify({ TableDescription: { ...answered(description), TableStatus: 'DELETING' } });
  });
}

/** As DescribeTable answers; numbers of items are told as of a time before there were any. */
function answered(description: TableDescription): Record<string, unknown> {
  const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${description.TableName}`;
  const noThroughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 };
  const { GlobalSecondaryIndexes: indexes, ...table } = description;
  return {
    ...table,
    TableArn: arn,
    TableStatus: 'ACTIVE',
    ItemCount: 0,
    TableSizeBytes: 0,
    ProvisionedThroughput: noThroughput,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        ...index,
        IndexArn: `${arn}/index/${index.IndexName}`,
        IndexStatus: 'ACTIVE',
        ItemCount: 0,
        IndexSizeBytes: 0,
        ProvisionedThroughput: noThroughput,
      })),
    }),
  };
}
