import type { AccountClock } from '../../domain/clock.ts';
import type { FaultPlan } from '../../domain/faults.ts';
import { toHead } from '../accounts/account-items.ts';
import { toStoredFaults } from '../head/fault-plan.ts';
import type { SettlesAt } from '../head/settle.ts';
import { claimMs, RemovalEntries, type RemovalEntry } from '../removals/removal-entries.ts';
import { graceMs } from '../removals/removals.ts';
import { type AccountLife, headKey, type Key } from '../table/keys.ts';
import { isConditionFailure, type Table } from '../table/table.ts';

/** Thrown where the account was removed meanwhile. */
export class AccountGoneError extends Error {
  override readonly name = 'AccountGoneError';
  readonly accountId: string;

  constructor(accountId: string) {
    super(`The account ${accountId} is gone.`);
    this.accountId = accountId;
  }
}

/** What changes with the data set in the same moment. */
export interface SwitchedState {
  clock: AccountClock;
  faults: FaultPlan | null;
}

/** A number that nobody else has, with the note that removes what is written under it. */
export interface Claim {
  epoch: number;
  /** Unix ms of the machine's clock. */
  at: number;
  note: Key;
}

/** The data sets of accounts: each is written whole before requests see it. Times are the machine's, Unix ms. */
export class DataSetStore {
  readonly #table: Table;
  readonly #settlesAt: SettlesAt;
  readonly #entries: RemovalEntries;

  /** @param settlesAt until when the index is not trusted */
  constructor(table: Table, settlesAt: SettlesAt) {
    this.#table = table;
    this.#settlesAt = settlesAt;
    this.#entries = new RemovalEntries(table);
  }

  /** @throws AccountGoneError */
  async claim(life: AccountLife, what: 'dataSet' | 'archive', now: number): Promise<Claim> {
    return this.note(life, what, await this.#nextEpoch(life), now);
  }

  /** Notes what is to be removed unless it comes into use. */
  async note(life: AccountLife, what: 'dataSet' | 'archive', epoch: number, now: number): Promise<Claim> {
    const note = await this.#entries.plan('REMOVALS', now + claimMs, this.#entry(life, what, epoch));
    return { epoch, at: now, note };
  }

  /** The claimed number is in use: what was written under it stays. */
  async keep(claim: Claim): Promise<void> {
    // A note that stays is found to be of something in use.
    await this.#entries.cancel(claim.note).catch(() => undefined);
  }

  /** Has what was written under a number removed as soon as no request can be reading it. */
  async discard(life: AccountLife, what: RemovalEntry['what'], epoch: number, now: number): Promise<Key> {
    return this.#entries.plan('REMOVALS', now + graceMs, this.#entry(life, what, epoch));
  }

  /**
   * Has requests see another data set, which the index shows, and clock and faults with it, from one moment to the next.
   *
   * @throws AccountGoneError
   */
  async switchTo(life: AccountLife, claim: Claim, state: SwitchedState, now: number): Promise<void> {
    // A sweep may have begun to remove it.
    if (now - claim.at > claimMs / 2) throw new Error('The data set took too long to write.');
    for (;;) {
      const before = await this.#epochOf(life);
      const note = await this.discard(life, 'dataSet', before, now);
      if (await this.#replaceEpoch(life, before, claim.epoch, state)) break;
      // The answer to a first attempt may have been lost.
      if ((await this.#epochOf(life)) === claim.epoch) break;
      await this.#entries.cancel(note);
    }
    await this.keep(claim);
  }

  async #epochOf({ accountId, born }: AccountLife): Promise<number> {
    const item = await this.#table.get(headKey(accountId));
    if (!item || toHead(item).born !== born) throw new AccountGoneError(accountId);
    return toHead(item).epoch;
  }

  async #replaceEpoch(
    { accountId, born }: AccountLife,
    before: number,
    epoch: number,
    { clock, faults }: SwitchedState,
  ): Promise<boolean> {
    try {
      await this.#table.update({
        Key: headKey(accountId),
        UpdateExpression: 'SET #epoch = :epoch, #settlesAt = :settlesAt, #clock = :clock, #faults = :faults',
        ConditionExpression: '#born = :born AND #epoch = :before',
        ExpressionAttributeNames: {
          '#epoch': 'epoch',
          '#settlesAt': 'dataSettlesAt',
          '#clock': 'clock',
          '#faults': 'faults',
          '#born': 'born',
        },
        ExpressionAttributeValues: {
          ':epoch': epoch,
          ':settlesAt': this.#settlesAt(true) ?? 0,
          ':clock': clock,
          ':faults': toStoredFaults(faults),
          ':born': born,
          ':before': before,
        },
      });
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  async #nextEpoch({ accountId, born }: AccountLife): Promise<number> {
    try {
      const { lastEpoch } = await this.#table.updateReturning({
        Key: headKey(accountId),
        UpdateExpression: 'ADD #lastEpoch :one',
        ConditionExpression: '#born = :born',
        ExpressionAttributeNames: { '#lastEpoch': 'lastEpoch', '#born': 'born' },
        ExpressionAttributeValues: { ':one': 1, ':born': born },
      });
      return Number(lastEpoch);
    } catch (error) {
      if (isConditionFailure(error)) throw new AccountGoneError(accountId);
      throw error;
    }
  }

  #entry({ accountId, born }: AccountLife, what: RemovalEntry['what'], epoch: number): RemovalEntry {
    return { accountId, born, what, epoch };
  }
}
