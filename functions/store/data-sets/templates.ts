import type { Bot } from '../../domain/account.ts';
import { type AccountLife, snapshotKey, snapshotPartition, templatesLife } from '../table/keys.ts';
import { readWholePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import type { DataSetStore } from './data-sets.ts';
import { type AccountState, type Snapshot, type Template, toTemplate } from './kept-states.ts';
import type { SnapshotStore } from './snapshots.ts';

/** What a template is made of. */
export interface NewTemplate extends Omit<AccountState, 'faults'> {
  name: string;
  bots: readonly Bot[];
  version?: string | undefined;
}

/** States that accounts begin as, by name. `now` is the machine's clock, Unix ms. */
export class TemplateStore {
  readonly #table: Table;
  readonly #snapshots: SnapshotStore;
  readonly #dataSets: DataSetStore;

  constructor(table: Table, snapshots: SnapshotStore, dataSets: DataSetStore) {
    this.#table = table;
    this.#snapshots = snapshots;
    this.#dataSets = dataSets;
  }

  /** All, by name. */
  async list(): Promise<Template[]> {
    return (await readWholePartition(this.#table, snapshotPartition(templatesLife))).map(toTemplate);
  }

  async read(name: string): Promise<Template | undefined> {
    const item = await this.#table.get(snapshotKey(templatesLife, name));
    return item && toTemplate(item);
  }

  /**
   * Keeps a template in the place of one with its name.
   *
   * @throws DataGoneError where nobody has its sessions any more
   */
  async keep(made: NewTemplate, before: Template | undefined, now: number): Promise<Template> {
    const { id, noted } = await this.#dataSets.hold(templatesLife, made.name, made.layers, now);
    const template = { ...made, id, createdAt: now, faults: null };
    await replaceSnapshot(this.#snapshots, this.#dataSets, templatesLife, template, before, now);
    await this.#dataSets.keepNoted(noted);
    return template;
  }

  /** What was made from it stays as it is. */
  async remove(name: string, now: number): Promise<void> {
    const template = await this.read(name);
    if (!template) return;
    await this.#dataSets.discard(templatesLife, template, now);
    await this.#snapshots.delete(templatesLife, template);
  }
}

/** Puts a snapshot in the place of one with its name, which lets go of what it uses. */
export async function replaceSnapshot(
  snapshots: SnapshotStore,
  dataSets: DataSetStore,
  life: AccountLife,
  snapshot: Snapshot | Template,
  before: Snapshot | undefined,
  now: number,
): Promise<void> {
  // Noted before it is replaced: what is still in use when its time has come is left alone.
  if (before) await dataSets.discard(life, before, now);
  const replaced = await snapshots.put(life, snapshot);
  if (replaced && replaced.id !== before?.id) await dataSets.discard(life, replaced, now);
}
