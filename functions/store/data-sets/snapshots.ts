import { userOf } from '../removals/layer-users.ts';
import { type AccountLife, originKey, snapshotKey, snapshotPartition } from '../table/keys.ts';
import { readWholePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import type { BringOver } from './bring-over.ts';
import {
  type KeptState,
  type Snapshot,
  type Template,
  toKeptState,
  toSnapshot,
  toSnapshotItem,
} from './kept-states.ts';

/** What accounts can go back to: their snapshots, and what they began with. */
export class SnapshotStore {
  readonly #table: Table;
  readonly #bringOver: () => Promise<BringOver>;

  /** @param bringOver loaded where there is something of earlier versions */
  constructor(table: Table, bringOver: () => Promise<BringOver>) {
    this.#table = table;
    this.#bringOver = bringOver;
  }

  /** All of an account, by name. */
  async list(life: AccountLife): Promise<Snapshot[]> {
    return (await readWholePartition(this.#table, snapshotPartition(life))).map(toSnapshot);
  }

  async read(life: AccountLife, name: string): Promise<Snapshot | undefined> {
    const item = await this.#table.get(snapshotKey(life, name));
    return item && toSnapshot(item);
  }

  /**
   * A snapshot whose sessions are in layers.
   *
   * @param now the machine's, Unix ms
   * @param longestMs how long its sessions may take that have to be brought into a layer first
   * @throws DataGoneError where they are being removed
   * @throws StillBeingBroughtOverError
   */
  async take(
    life: AccountLife,
    name: string,
    now: number,
    longestMs?: number,
  ): Promise<Snapshot | undefined> {
    const snapshot = await this.read(life, name);
    if (!snapshot?.earlier) return snapshot;
    const { id } = snapshot;
    const use = { key: snapshotKey(life, name), user: userOf.snapshot(id), attributes: { id } };
    await (await this.#bringOver()).run(life, snapshot.earlier, use, now, longestMs);
    return this.take(life, name, now, longestMs);
  }

  /** Keeps a snapshot; returns the one with its name that it takes the place of. */
  async put(life: AccountLife, snapshot: Snapshot | Template): Promise<Snapshot | undefined> {
    const item = await this.#table.replace(toSnapshotItem(life, snapshot));
    return item && toSnapshot(item);
  }

  /** Removes exactly this one, not another that has taken its place. */
  async delete(life: AccountLife, { name, createdAt }: Snapshot): Promise<void> {
    await this.#table.deleteIf(snapshotKey(life, name), { createdAt });
  }

  async readOrigin(life: AccountLife): Promise<KeptState | undefined> {
    const item = await this.#table.get(originKey(life));
    return item && toKeptState(item);
  }

  /** What the account began with, its sessions in layers; as `take` does. */
  async takeOrigin(life: AccountLife, now: number, longestMs?: number): Promise<KeptState | undefined> {
    const origin = await this.readOrigin(life);
    if (!origin?.earlier) return origin;
    const use = { key: originKey(life), user: userOf.origin(life.born), attributes: {} };
    await (await this.#bringOver()).run(life, origin.earlier, use, now, longestMs);
    return this.takeOrigin(life, now, longestMs);
  }
}
