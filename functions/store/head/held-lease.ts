import { setMaxListeners } from 'node:events';
import { type BotDays, includes, union } from '../../domain/bot-days.ts';
import type { Lease } from '../../domain/session-log.ts';
import type { Cancel, Time } from '../../domain/time.ts';
import { AccountBusyError } from '../errors.ts';
import type { Head } from './head.ts';
import { marginMs, renewEveryMs } from './lease-times.ts';

export const stoodStill = (accountId: string): AccountBusyError =>
  new AccountBusyError(`Writing sessions of the account ${accountId} stood still for too long.`);

/** A lease, and the head that it was written to. */
export interface Holding {
  head: Head;
  lease: Lease;
}

/** A lease as its holder sees it: renewed until it is closed. */
export class HeldLease {
  /** What is written under the lease carries it. */
  readonly fencingToken: number;
  /** The head when the lease began: nobody else freezes the account's own layer as long as it lasts. */
  readonly head: Head;
  /** The head as it was written last under the lease. */
  written: Head;
  readonly #time: Time;
  readonly #accountId: string;
  readonly #renew: (botDays: BotDays) => Promise<Holding>;
  readonly #late = new AbortController();
  /** Aborts when a call that is still under way, or repeated, could come too late. */
  readonly signal: AbortSignal = this.#late.signal;
  readonly #stopRenewing: Cancel;
  #stopExpiry: Cancel = () => undefined;
  #heldUntil = 0;
  #botDays: BotDays;
  // Renewals go one after the other, as each depends on the log that the one before has left.
  #renewal: Promise<unknown> = Promise.resolve();

  /** @param renew notes that it goes on, for these days */
  constructor(
    time: Time,
    accountId: string,
    { head, lease: { fencingToken, until, botDays } }: Holding,
    renew: (botDays: BotDays) => Promise<Holding>,
  ) {
    // Each call under way listens, and as many are no leak.
    setMaxListeners(0, this.signal);
    this.#time = time;
    this.#accountId = accountId;
    this.fencingToken = fencingToken;
    this.head = head;
    this.written = head;
    this.#botDays = botDays;
    this.#renew = renew;
    this.#hold(until);
    this.#stopRenewing = time.every(renewEveryMs, () => void this.#goOn().catch(() => undefined));
  }

  /** What may be changed under it. */
  get botDays(): BotDays {
    return this.#botDays;
  }

  /** To be waited for before anything outside of its days so far is changed. */
  async widen(more: BotDays): Promise<void> {
    if (includes(this.#botDays, more)) return;
    this.#botDays = union(this.#botDays, more);
    await this.#goOn();
  }

  /**
   * To be waited for before each write: a renewal that is under way goes first, as all that is written depends on it
   * and a throttled table would keep it waiting.
   */
  async turn(): Promise<void> {
    await this.#renewal.catch(() => undefined);
  }

  /**
   * To be called before each write.
   *
   * @throws AccountBusyError where the lease may be given to another before the write is done
   */
  checkHeld(): void {
    if (this.#time.now() >= this.#heldUntil) throw stoodStill(this.#accountId);
  }

  /** Ends renewing, and waits for what is under way of it. */
  async close(): Promise<void> {
    this.#stopRenewing();
    this.#stopExpiry();
    await this.#renewal.catch(() => undefined);
    // The last renewal may have set it again.
    this.#stopExpiry();
  }

  #hold(until: number): void {
    this.#heldUntil = until - marginMs;
    this.#stopExpiry();
    this.#stopExpiry = this.#time.after(this.#heldUntil - this.#time.now(), () => this.#late.abort());
  }

  #goOn(): Promise<unknown> {
    this.#renewal = this.#renewal
      .catch(() => undefined)
      .then(async () => {
        const { head, lease } = await this.#renew(this.#botDays);
        this.written = head;
        this.#hold(lease.until);
      });
    return this.#renewal;
  }
}
