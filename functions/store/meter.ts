import { AsyncLocalStorage } from 'node:async_hooks';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What a piece of work cost: calls to DynamoDB, the capacity units it reported, and slices of the index read anew. */
export interface Usage {
  calls: number;
  readUnits: number;
  writeUnits: number;
  slicesRead: number;
}

const current = new AsyncLocalStorage<Usage>();

/** Runs work and adds up in `usage` what its calls to DynamoDB cost, those it makes in parallel too. */
export function metered<T>(usage: Usage, work: () => Promise<T>): Promise<T> {
  return current.run(usage, work);
}

export const noUsage = (): Usage => ({ calls: 0, readUnits: 0, writeUnits: 0, slicesRead: 0 });

/** Tells the work under way that it reads a slice of the index. */
export function countSliceRead(): void {
  const usage = current.getStore();
  if (usage) usage.slicesRead += 1;
}

interface Capacity {
  CapacityUnits?: number | undefined;
}

/** Has a client ask what each call cost, and tell the work under way. */
export function addMeter(client: DynamoDBDocumentClient): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const usage = current.getStore();
      if (!usage) return next(args);
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Capacity | Capacity[] };
      const units = [ConsumedCapacity ?? []]
        .flat()
        .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      usage.calls += 1;
      const reads = /^(?:Get|BatchGet|Query)/.test(context.commandName ?? '');
      usage[reads ? 'readUnits' : 'writeUnits'] += units;
      return result;
    },
    { step: 'initialize', name: 'meter' },
  );
}
