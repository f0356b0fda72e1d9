import type { AccountClock } from '../../domain/clock.ts';
import type { FaultPlan } from '../../domain/faults.ts';
import { type StoredFaults, toFaultPlan, toStoredFaults } from '../head/head.ts';
import type { Item } from '../table/keys.ts';
import { type AccountLife, originKey, snapshotKey, snapshotPartition } from '../table/keys.ts';
import { readWholePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import type { Archive } from './archive.ts';
import { type Origin, toOrigin } from './origin.ts';

/** A state of an account under a name: its sessions in an archive, its clock and its faults. */
export interface Snapshot extends Archive {
  name: string;
  /** Unix ms of the machine's clock. */
  createdAt: number;
  sessions: number;
  clock: AccountClock;
  faults: FaultPlan | null;
}

function toSnapshot({ pk, sk, ...stored }: Item): Snapshot {
  const snapshot = stored as unknown as Omit<Snapshot, 'faults'> & { faults: StoredFaults | null };
  return { ...snapshot, faults: toFaultPlan(snapshot.faults) };
}

/** What accounts can go back to: their snapshots, and what they began with. */
export class SnapshotStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async read(life: AccountLife, name: string): Promise<Snapshot | undefined> {
    const item = await this.#table.get(snapshotKey(life, name));
    return item && toSnapshot(item);
  }

  /** All of an account, by name. */
  async list(life: AccountLife): Promise<Snapshot[]> {
    return (await readWholePartition(this.#table, snapshotPartition(life))).map(toSnapshot);
  }

  /** Keeps a snapshot; returns the one with its name that it takes the place of. */
  async put(life: AccountLife, snapshot: Snapshot): Promise<Snapshot | undefined> {
    const item = await this.#table.replace({
      ...snapshotKey(life, snapshot.name),
      ...snapshot,
      faults: toStoredFaults(snapshot.faults),
    });
    return item && toSnapshot(item);
  }

  /** Removes exactly this one, not another that has taken its place. */
  async delete(life: AccountLife, { name, archive }: Snapshot): Promise<void> {
    await this.#table.deleteIf(snapshotKey(life, name), { archive });
  }

  async readOrigin(life: AccountLife): Promise<Origin | undefined> {
    const item = await this.#table.get(originKey(life));
    return item && toOrigin(item);
  }
}
