/** What a piece of work cost: calls to DynamoDB, the capacity units it reported, and slices of the index read anew. */
export interface Usage {
  calls: number;
  readUnits: number;
  writeUnits: number;
  slicesRead: number;
}

export const noUsage = (): Usage => ({ calls: 0, readUnits: 0, writeUnits: 0, slicesRead: 0 });

interface Capacity {
  CapacityUnits?: number | undefined;
}

interface Output {
  ConsumedCapacity?: Capacity | Capacity[] | undefined;
}

const asked = { ReturnConsumedCapacity: 'TOTAL' } as const;

/*
 * Usage is passed on from a request to its calls as an argument: with AsyncLocalStorage every await of a
 * process on Node 20 takes longer, by a quarter of a whole answer from memory.
 */

/** What a call's input needs so that its answer says what it cost; nothing where nobody wants to know. */
export function askCost(usage: Usage | undefined): Partial<typeof asked> {
  return usage ? asked : {};
}

function unitsOf({ ConsumedCapacity = [] }: Output): number {
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

export function countRead(usage: Usage | undefined, output: Output): void {
  if (!usage) return;
  usage.calls += 1;
  usage.readUnits += unitsOf(output);
}

export function countWrite(usage: Usage | undefined, output: Output): void {
  if (!usage) return;
  usage.calls += 1;
  usage.writeUnits += unitsOf(output);
}
