import { isExpired } from '../../domain/account.ts';
import type { Time } from '../../domain/time.ts';
import type { Head } from '../head/head.ts';
import type { Heads } from '../head/heads.ts';
import { Budget } from '../table/budget.ts';
import {
  archivePartition,
  type DataSet,
  type RemovalList,
  ratePartition,
  seenJtiPartition,
  sessionPartition,
} from '../table/keys.ts';
import { removePartition } from '../table/partition.ts';
import type { Table } from '../table/table.ts';
import { archivesOf, removeRemains } from './account-remains.ts';
import { graceMs, type PlacedRemoval, type RemovalEntries, type RemovalEntry } from './removal-entries.ts';

const entriesAtOnce = 10;

/** Takes accounts and their data away, in parts where they are large. All times are the machine's, Unix ms. */
export class Removals {
  readonly #table: Table;
  readonly #heads: Heads;
  readonly #entries: RemovalEntries;
  readonly #time: Time;

  constructor(table: Table, heads: Heads, entries: RemovalEntries, time: Time) {
    this.#table = table;
    this.#heads = heads;
    this.#entries = entries;
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
    let gone = true;
    for (const placed of await this.#entries.leftBy(accountId)) {
      if (!(await this.#handle(placed, now, budget))) gone = false;
    }
    return gone;
  }

  /**
   * Removes the account if it has expired.
   *
   * @returns whether it had
   */
  async removeExpired(accountId: string, now: number, budget: Budget): Promise<boolean> {
    const retired = await this.#retire(accountId, now, (head) => isExpired(head, now));
    if (retired) await this.removeLeft(accountId, now, budget);
    return retired;
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
        await this.#entries.cancel(placed.key);
      }
    }
  }

  /** Takes the head away, by which everybody finds the account, having noted what is to be removed after it. */
  async #retire(accountId: string, now: number, when: (head: Head) => boolean): Promise<boolean> {
    for (;;) {
      const head = await this.#heads.read(accountId);
      if (!head || !when(head)) return false;
      const { born, epoch } = head;
      const certain = { accountId, born, certain: true };
      const planned = await this.#entries.planAll('REMOVALS', now + graceMs, [
        { ...certain, what: 'account' },
        { ...certain, what: 'dataSet', epoch },
      ]);
      if (await this.#heads.remove({ accountId, born, epoch })) return true;
      await this.#entries.cancelAll(planned);
    }
  }

  /** @returns whether what the entry names is gone */
  async #handle({ entry, key, due }: PlacedRemoval, now: number, budget: Budget): Promise<boolean> {
    if (budget.spent || (await this.#isInUse(entry))) return false;
    const gone = await this.#remove(entry, budget);
    // A request that was under way may still write until then.
    if (gone && due <= now) await this.#entries.cancel(key);
    return gone;
  }

  async #remove({ what, accountId, born, epoch = 0 }: RemovalEntry, budget: Budget): Promise<boolean> {
    switch (what) {
      case 'dataSet':
        return this.#removeDataSet({ accountId, epoch }, budget);
      case 'archive':
        return removePartition(this.#table, archivePartition({ accountId, epoch }), budget);
      case 'account':
        return removeRemains(this.#table, { accountId, born }, budget);
    }
  }

  /** The sessions, and what requests have left behind: not every engine removes that when its time is over. */
  async #removeDataSet(dataSet: DataSet, budget: Budget): Promise<boolean> {
    for (const partition of [sessionPartition, seenJtiPartition, ratePartition]) {
      if (!(await removePartition(this.#table, partition(dataSet), budget))) return false;
    }
    return true;
  }

  async #isInUse({ what, accountId, born, epoch }: RemovalEntry): Promise<boolean> {
    const head = await this.#heads.read(accountId);
    if (head?.born !== born) return false;
    if (what === 'account') return true;
    if (what === 'dataSet') return head.epoch === epoch;
    return (await archivesOf(this.#table, { accountId, born })).some((archive) => archive === epoch);
  }
}
