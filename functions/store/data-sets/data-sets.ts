import type { AccountClock } from '../../domain/clock.ts';
import type { FaultPlan } from '../../domain/faults.ts';
import { AccountGoneError } from '../errors.ts';
import { toStoredFaults } from '../head/head.ts';
import type { Heads } from '../head/heads.ts';
import type { SettlesAt } from '../head/settle.ts';
import { graceMs, type RemovalEntries, reservedMs } from '../removals/removal-entries.ts';
import type { AccountLife, Key } from '../table/keys.ts';

/** What changes with the data set in the same moment. */
export interface SwitchedState {
  clock: AccountClock;
  faults: FaultPlan | null;
}

type Removable = 'dataSet' | 'archive';

/** A number that nobody else has, with the note that removes what is written under it. */
export interface Reservation {
  epoch: number;
  /** Unix ms of the machine's clock. */
  at: number;
  note: Key;
}

/** The data sets of accounts: each is written whole before requests see it. Times are the machine's, Unix ms. */
export class DataSetStore {
  readonly #heads: Heads;
  readonly #entries: RemovalEntries;
  readonly #settlesAt: SettlesAt;

  /** @param settlesAt until when the index is not trusted */
  constructor(heads: Heads, entries: RemovalEntries, settlesAt: SettlesAt) {
    this.#heads = heads;
    this.#entries = entries;
    this.#settlesAt = settlesAt;
  }

  /**
   * Takes a number for a data set or an archive.
   *
   * @throws AccountGoneError
   */
  async reserve(life: AccountLife, what: Removable, now: number): Promise<Reservation> {
    const changed = await this.#heads.change(life, { add: { lastEpoch: 1 } });
    if (!changed) throw new AccountGoneError(life.accountId);
    return this.note(life, what, Number(changed['lastEpoch']), now);
  }

  /** Notes what is to be removed unless it comes into use. */
  async note(life: AccountLife, what: Removable, epoch: number, now: number): Promise<Reservation> {
    const note = await this.#plan(life, what, epoch, now + reservedMs);
    return { epoch, at: now, note };
  }

  /** The reserved number is in use: what was written under it stays. */
  async keep(reservation: Reservation): Promise<void> {
    // A note that stays does no harm: a sweep finds what it names in use.
    await this.#entries.cancel(reservation.note).catch(() => undefined);
  }

  /** Has what was written under a number removed as soon as no request can be reading it. */
  async discard(life: AccountLife, what: Removable, epoch: number, now: number): Promise<Key> {
    return this.#plan(life, what, epoch, now + graceMs);
  }

  /**
   * Has requests see another data set, which the index shows, and clock and faults with it, from one moment to the next.
   *
   * @throws AccountGoneError
   */
  async switchTo(
    life: AccountLife,
    reservation: Reservation,
    state: SwitchedState,
    now: number,
  ): Promise<void> {
    // A sweep may have begun to remove it.
    if (now - reservation.at > reservedMs / 2) throw new Error('The data set took too long to write.');
    const { epoch } = reservation;
    for (;;) {
      const before = (await this.#heads.readOf(life)).epoch;
      const note = await this.discard(life, 'dataSet', before, now);
      const after = {
        epoch,
        dataSettlesAt: this.#settlesAt(true) ?? 0,
        clock: state.clock,
        faults: toStoredFaults(state.faults),
      };
      if (await this.#heads.replace(life, { epoch: before }, after, 'epoch')) break;
      await this.#entries.cancel(note);
    }
    await this.keep(reservation);
  }

  #plan({ accountId, born }: AccountLife, what: Removable, epoch: number, due: number): Promise<Key> {
    return this.#entries.plan('REMOVALS', due, { accountId, born, what, epoch });
  }
}
