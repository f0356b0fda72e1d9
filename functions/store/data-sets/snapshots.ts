import { userOf } from '../removals/layer-users.ts';
import { type AccountLife, originKey, snapshotKey, snapshotPartition, templatesLife } from '../table/keys.ts';
import { readWholePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import type { DataSetStore } from './data-sets.ts';
import type { BringOver } from './earlier-data.ts';
import { type KeptState, type Snapshot, toKeptState, toSnapshot, toSnapshotItem } from './kept-states.ts';

type NewTemplate = Omit<Snapshot, 'id' | 'createdAt' | 'faults'>;

/**
 * What accounts can go back to: their snapshots, and what they began with; and templates, the snapshots of no account.
 * `now` is the machine's clock, Unix ms.
 */
export class SnapshotStore {
  readonly #table: Table;
  readonly #dataSets: DataSetStore;
  readonly #bringOver: () => Promise<BringOver>;

  /** @param bringOver loaded where there is something of earlier versions */
  constructor(table: Table, dataSets: DataSetStore, bringOver: () => Promise<BringOver>) {
    this.#table = table;
    this.#dataSets = dataSets;
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

  /** Keeps a snapshot in the place of one with its name, which lets go of what it uses. */
  async put(life: AccountLife, snapshot: Snapshot, before: Snapshot | undefined, now: number): Promise<void> {
    // Noted before it is replaced: what is still in use when its time has come is left alone.
    if (before) await this.#dataSets.discard(life, before, now);
    const item = await this.#table.replace(toSnapshotItem(life, snapshot));
    const replaced = item && toSnapshot(item);
    if (replaced && replaced.id !== before?.id) await this.#dataSets.discard(life, replaced, now);
  }

  /**
   * Keeps a template in the place of one with its name.
   *
   * @throws DataGoneError where nobody has its sessions any more
   */
  async putTemplate(made: NewTemplate, before: Snapshot | undefined, now: number): Promise<Snapshot> {
    const { id, noted } = await this.#dataSets.hold(templatesLife, made.name, made.layers, now);
    const template = { ...made, id, createdAt: now, faults: null };
    await this.put(templatesLife, template, before, now);
    await this.#dataSets.keepNoted(noted);
    return template;
  }

  /** Removes a snapshot, if there is one; what was made from it stays as it is. */
  async remove(life: AccountLife, name: string, now: number): Promise<void> {
    const snapshot = await this.read(life, name);
    if (!snapshot) return;
    await this.#dataSets.discard(life, snapshot, now);
    // Exactly this one, not another that has taken its place.
    await this.#table.deleteIf(snapshotKey(life, name), { createdAt: snapshot.createdAt });
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
