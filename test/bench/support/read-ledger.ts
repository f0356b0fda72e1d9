import { type Interceptor, isBatchGet, isCall } from '../../store/intercept.ts';

/** Calls that read, and the units that DynamoDB says they took. */
export interface Reads {
  calls: number;
  readUnits: number;
}

interface Capacity {
  CapacityUnits?: number;
}

/**
 * Counts what an emulator reads, also what a request goes on to read after it has been answered that its time
 * is up, which is in no entry of the journal. Units are those of calls that the emulator meters.
 */
export class ReadLedger {
  #total: Reads = { calls: 0, readUnits: 0 };

  readonly interceptor: Interceptor = async (command, send) => {
    const output = await send(command);
    const capacity = output['ConsumedCapacity'] as Capacity | Capacity[] | undefined;
    const isRead = isCall(command, 'Get') || isCall(command, 'Query') || isBatchGet(command);
    if (isRead && capacity) {
      const units = [capacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      this.#total = { calls: this.#total.calls + 1, readUnits: this.#total.readUnits + units };
    }
    return output;
  };

  /** All since the emulator started. */
  get total(): Reads {
    return this.#total;
  }

  /** What came after an earlier total. */
  since(before: Reads): Reads {
    return {
      calls: this.#total.calls - before.calls,
      readUnits: this.#total.readUnits - before.readUnits,
    };
  }
}
