import { isConditionFailure } from '../../../functions/store/errors.ts';
import { type Interceptor, isRead, readsIndex } from '../../store/intercept.ts';

/** Calls to DynamoDB, and the units that it says they took. */
export interface Calls {
  reads: number;
  readUnits: number;
  /** Reads of the index among them. */
  indexReads: number;
  indexReadUnits: number;
  writes: number;
  writeUnits: number;
}

const nothing: Calls = {
  reads: 0,
  readUnits: 0,
  indexReads: 0,
  indexReadUnits: 0,
  writes: 0,
  writeUnits: 0,
};

/** Counts what an emulator asks DynamoDB. */
export class Ledger {
  #calls = { ...nothing };

  readonly interceptor: Interceptor = async (command, send) => {
    Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
    const calls = this.#calls;
    const output = await send(command).catch((error: unknown) => {
      if (isConditionFailure(error)) {
        // It takes a unit all the same (AWS: DynamoDB read and write operations).
        calls.writes++;
        calls.writeUnits++;
      }
      throw error;
    });
    const capacity = [output['ConsumedCapacity'] ?? []].flat() as { CapacityUnits?: number }[];
    const units = capacity.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    if (!isRead(command)) {
      calls.writes++;
      calls.writeUnits += units;
    } else {
      calls.reads++;
      calls.readUnits += units;
      if (readsIndex(command)) {
        calls.indexReads++;
        calls.indexReadUnits += units;
      }
    }
    return output;
  };

  /** What work asked for, and how long it took, ms. */
  async during<T>(work: () => Promise<T>): Promise<{ result: T; calls: Calls; ms: number }> {
    const calls = { ...nothing };
    this.#calls = calls;
    const started = performance.now();
    const result = await work();
    return { result, calls: { ...calls }, ms: performance.now() - started };
  }
}
