import { isExpired } from '../../domain/account.ts';
import type { Time } from '../../domain/time.ts';
import { type Head, layersOf } from '../head/head.ts';
import type { Heads } from '../head/heads.ts';
import { Budget } from '../table/budget.ts';
import {
  archivePartition,
  layerOfDataSet,
  type RemovalList,
  ratePartition,
  seenJtiPartition,
  snapshotKey,
  templatesLife,
} from '../table/keys.ts';
import { removePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import { archivesOf, removeRemains } from './account-remains.ts';
import { type LayerUsers, userOf } from './layer-users.ts';
import { graceMs, type PlacedRemoval, type RemovalEntries, type RemovalEntry } from './removal-entries.ts';

const entriesAtOnce = 10;

interface Retirement {
  retired: boolean;
  /** Of the account, where there is one that stays. */
  head?: Head | undefined;
}

/** Takes accounts and their data away, in parts where they are large. All times are the machine's, Unix ms. */
export class Removals {
  readonly #table: Table;
  readonly #heads: Heads;
  readonly #entries: RemovalEntries;
  readonly #layers: LayerUsers;
  readonly #time: Time;

  constructor(table: Table, heads: Heads, entries: RemovalEntries, layers: LayerUsers, time: Time) {
    this.#table = table;
    this.#heads = heads;
    this.#entries = entries;
    this.#layers = layers;
    this.#time = time;
  }

  /** How much a removal may do from now on. */
  budget(limits: { items: number; ms: number }): Budget {
    return new Budget(limits, this.#time);
  }

  /**
   * Removes an account: at once for everybody who asks, and its data as far as the budget goes.
   *
   * @returns whether all is gone; otherwise sweeps go on with it
   */
  async removeAccount(accountId: string, now: number, budget: Budget): Promise<boolean> {
    await this.#retire(accountId, now, () => true);
    return this.removeLeft(accountId, now, budget);
  }

  /**
   * Goes on with what removed accounts of this id have left, before it is due.
   *
   * @returns whether all is gone
   */
  async removeLeft(accountId: string, now: number, budget: Budget): Promise<boolean> {
    return this.removeAll(await this.#entries.leftBy(accountId), now, budget);
  }

  /** As `removeLeft`, of what is noted so. */
  async removeAll(noted: readonly PlacedRemoval[], now: number, budget: Budget): Promise<boolean> {
    let gone = true;
    for (const placed of noted) {
      if (!(await this.#handle(placed, now, budget))) gone = false;
    }
    return gone;
  }

  /**
   * Removes the account if it has expired.
   *
   * @returns whether it had, and the head of one that has not
   */
  async removeExpired(accountId: string, now: number, budget: Budget): Promise<Retirement> {
    const retirement = await this.#retire(accountId, now, (head) => isExpired(head, now));
    if (retirement.retired) await this.removeLeft(accountId, now, budget);
    return retirement;
  }

  /**
   * Removes what is due, as far as the budget goes: accounts that have expired, and data that nobody uses
   * any more.
   */
  async sweep(now: number, budget: Budget): Promise<void> {
    await this.#workOff('EXPIRIES', now, budget, async ({ entry }) => {
      await this.removeExpired(entry.accountId, now, budget);
      return true;
    });
    await this.#workOff(
      'REMOVALS',
      now,
      budget,
      async (placed) => (await this.#handle(placed, now, budget)) || this.#isInUse(placed.entry),
    );
  }

  /** Takes the entries that are due, oldest first, until one cannot be finished within the budget. */
  async #workOff(
    list: RemovalList,
    now: number,
    budget: Budget,
    finish: (placed: PlacedRemoval) => Promise<boolean>,
  ): Promise<void> {
    for (;;) {
      const due = await this.#entries.due(list, now, entriesAtOnce);
      if (due.length === 0) return;
      for (const placed of due) {
        if (budget.spent || !(await finish(placed))) return;
        await this.#entries.cancel([placed]);
      }
    }
  }

  /** Takes the head away, by which everybody finds the account, having noted what is to be removed after it. */
  async #retire(accountId: string, now: number, when: (head: Head) => boolean): Promise<Retirement> {
    for (;;) {
      const head = await this.#heads.read(accountId);
      if (!head || !when(head)) return { retired: false, head };
      const [own, below] = layersOf(head);
      const planned = await this.#entries.plan('REMOVALS', [
        {
          what: 'account',
          accountId,
          born: head.born,
          layer: own.name,
          below: below?.name,
          epoch: head.epoch,
          certain: true,
          due: now + graceMs,
        },
      ]);
      if (await this.#heads.remove(head)) return { retired: true };
      await this.#entries.cancel(planned);
    }
  }

  /** @returns whether what the entry names is gone */
  async #handle(placed: PlacedRemoval, now: number, budget: Budget): Promise<boolean> {
    const { entry, due } = placed;
    if (budget.spent || (await this.#isInUse(entry))) return false;
    const gone = await this.#remove(entry, now, budget);
    // A request that was under way may still write until then.
    if (gone && due <= now) await this.#entries.cancel([placed]);
    return gone;
  }

  async #remove(entry: RemovalEntry, now: number, budget: Budget): Promise<boolean> {
    const { what, accountId, born, epoch = 0, layer } = entry;
    switch (what) {
      case 'account':
        return (
          (await this.#removeLayer(entry, budget)) &&
          removeRemains(this.#table, this.#layers, { accountId, born }, budget)
        );
      case 'layer':
        return this.#removeLayer(entry, budget);
      case 'dataSet':
        return this.#removeLayer({ ...entry, layer: layerOfDataSet({ accountId, epoch }) }, budget);
      case 'snapshot': {
        const { name = '', id = '' } = entry;
        await this.#table.deleteIf(snapshotKey({ accountId, born }, name), { id });
        return (
          layer === undefined || this.#layers.letGo(layer, userOf.snapshot(id), budget, { accountId, born })
        );
      }
      case 'use': {
        const { user = '', putOff } = entry;
        if (layer === undefined) return true;
        // Who reads the user may have begun to just before it was dropped.
        if (!putOff && (await this.#layers.isDropped(user, { accountId, born }))) {
          await this.#entries.plan('REMOVALS', [{ ...entry, putOff: true, due: now + graceMs }]);
          return true;
        }
        return this.#layers.letGo(layer, user, budget);
      }
      case 'flattening':
        return true;
      case 'archive':
        return removePartition(this.#table, archivePartition({ accountId, epoch }), budget);
    }
  }

  /** The own layer unless it is in use, and what requests have left behind: not every engine removes that in time. */
  async #removeLayer(
    { accountId, born, layer, below, epoch }: RemovalEntry,
    budget: Budget,
  ): Promise<boolean> {
    const owner = { accountId, born };
    if (epoch !== undefined && (await this.#heads.read(accountId))?.epoch !== epoch) {
      for (const partition of [seenJtiPartition, ratePartition]) {
        if (!(await removePartition(this.#table, partition({ accountId, epoch }), budget))) return false;
      }
    }
    return layer === undefined || this.#layers.removeUnused({ layer, below, owner }, budget);
  }

  async #isInUse(entry: RemovalEntry): Promise<boolean> {
    const { what, accountId, born, epoch, name = '', id } = entry;
    // The layers know themselves.
    if (what === 'layer' || what === 'dataSet') return false;
    if (what === 'use') return this.#layers.liesOn(entry.user ?? '', entry.layer, { accountId, born });
    const life = { accountId, born };
    const isTemplate = accountId === templatesLife.accountId;
    if (!isTemplate && (await this.#heads.read(accountId))?.born !== born) return false;
    if (what === 'account') return true;
    if (what === 'snapshot') return (await this.#table.get(snapshotKey(life, name)))?.['id'] === id;
    return (await archivesOf(this.#table, life)).some((archive) => archive === epoch);
  }
}
