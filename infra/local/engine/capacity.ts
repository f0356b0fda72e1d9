/** What a call consumed of a table and of its indexes, in capacity units. */
export interface Consumed {
  table: number;
  indexes: Record<string, number>;
}

export const nothingConsumed = (): Consumed => ({ table: 0, indexes: {} });

// AWS: "DynamoDB capacity units".
const readUnitBytes = 4096;
const writeUnitBytes = 1024;

/** Reading costs at least a unit, also of what is not there; half of it where it need not be consistent. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / readUnitBytes)) * (consistent ? 1 : 0.5);

export const writeUnits = (...bytes: readonly number[]): number =>
  Math.max(1, Math.ceil(Math.max(...bytes) / writeUnitBytes));

/** JSON of ConsumedCapacity, where it was asked for. */
export function consumedCapacity(
  asked: unknown,
  tableName: string,
  { table, indexes }: Consumed,
): string | undefined {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const byIndex = Object.entries(indexes);
  const total = byIndex.reduce((sum, [, units]) => sum + units, table);
  return JSON.stringify({
    TableName: tableName,
    CapacityUnits: total,
    ...(asked === 'INDEXES' && {
      Table: { CapacityUnits: table },
      ...(byIndex.length > 0 && {
        GlobalSecondaryIndexes: Object.fromEntries(
          byIndex.map(([name, units]) => [name, { CapacityUnits: units }]),
        ),
      }),
    }),
  });
}
