import { randomBytes } from 'node:crypto';
import { type BotDays, everything } from '../../domain/bot-days.ts';
import { begin, finish, isActive, type Lease, renewed, type SessionLog } from '../../domain/session-log.ts';
import type { Time } from '../../domain/time.ts';
import { AccountBusyError } from '../errors.ts';
import { KeyedQueue } from '../table/keyed-queue.ts';
import type { AccountLife } from '../table/keys.ts';
import type { Heads } from './heads.ts';
import { HeldLease } from './held-lease.ts';
import { fromLogText, toLogText } from './session-log-text.ts';
import type { SettlesAt } from './settle.ts';

/** How long a lease lasts that is not renewed: its writer is gone then. */
const leaseMs = 6_000;

// About nine seconds: what is left of a function's time must be enough for the write itself.
const attempts = 130;
const longestPauseMs = 160;

/** What a lease is for. */
export interface Plan {
  /** What it changes, as far as that is known beforehand. */
  botDays: BotDays;
  /** Whether it takes sessions away. */
  removes?: boolean;
}

/** What came of the work under a lease. */
export interface Outcome<T> {
  result: T;
  /** Whether the index shows all of it. */
  settled: boolean;
}

/** What becomes of a log; undefined leaves it as it is. */
type Step = (log: SessionLog) => SessionLog | undefined;

const stoodStill = (accountId: string): AccountBusyError =>
  new AccountBusyError(`Writing sessions of the account ${accountId} stood still for too long.`);

/**
 * Lets one at a time write sessions of an account, over all processes. A lease is noted in the account's head
 * together with the days that may change under it, so that nobody reads these half written, and its end says
 * that they have changed.
 */
export class Leases {
  readonly #heads: Heads;
  readonly #time: Time;
  readonly #settlesAt: SettlesAt;
  readonly #queue = new KeyedQueue();

  /** @param settlesAt until when the index is not trusted */
  constructor(heads: Heads, time: Time, settlesAt: SettlesAt) {
    this.#heads = heads;
    this.#time = time;
    this.#settlesAt = settlesAt;
  }

  /**
   * Does work under a lease, once it is to be had.
   *
   * @throws AccountGoneError where the account was removed
   * @throws AccountBusyError where others were at work for too long
   */
  run<T>(life: AccountLife, plan: Plan, work: (lease: HeldLease) => Promise<Outcome<T>>): Promise<T> {
    return this.#queue.run(life.accountId, () => this.#run(life, plan, work));
  }

  async #run<T>(life: AccountLife, plan: Plan, work: (lease: HeldLease) => Promise<Outcome<T>>): Promise<T> {
    const id = randomBytes(6).toString('base64url');
    const { fencingToken, until } = await this.#begin(life, id, plan);
    const lease = new HeldLease(this.#time, {
      fencingToken,
      until,
      botDays: plan.botDays,
      renew: (botDays) => this.#renew(life, id, botDays),
      lost: () => stoodStill(life.accountId),
    });
    const end = async (settled: boolean): Promise<void> => {
      await lease.close();
      await this.#end(life, id, lease.botDays, settled);
    };
    try {
      const { result, settled } = await work(lease);
      await end(settled);
      return result;
    } catch (error) {
      // Some of it may have been written.
      await end(false).catch(() => undefined);
      throw lease.signal.aborted ? stoodStill(life.accountId) : error;
    }
  }

  async #begin(life: AccountLife, id: string, plan: Plan): Promise<Lease> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      await this.#pause(attempt);
      const now = this.#time.now();
      const { log, stored } = await this.#step(life, (before) => {
        const { lease } = before;
        if (lease && (lease.id === id || isActive(lease, now))) return undefined;
        return begin(before, { id, until: now + leaseMs, ...plan }, now);
      });
      if (stored && log.lease?.id === id) return log.lease;
    }
    throw new AccountBusyError(`Others were writing sessions of the account ${life.accountId} all the time.`);
  }

  /**
   * @returns Unix ms until which it lasts now
   * @throws AccountBusyError where it was over: others have taken what was written by then for all there is
   */
  async #renew(life: AccountLife, id: string, botDays: BotDays): Promise<number> {
    let until = 0;
    await this.#until(life, (log) => {
      const now = this.#time.now();
      if (log.lease?.id !== id || !isActive(log.lease, now)) throw stoodStill(life.accountId);
      until = now + leaseMs;
      return renewed(log, log.lease, until, botDays);
    });
    return until;
  }

  async #end(life: AccountLife, id: string, written: BotDays, settled: boolean): Promise<void> {
    await this.#until(life, (log) => {
      const { lease } = log;
      if (lease?.id === id) return finish(log, written, this.#settlesAt(settled));
      // Ended already and only the answer was lost, or given to another while this one was still writing.
      return { ...finish(log, everything, this.#settlesAt(false)), ...(lease ? { lease } : {}) };
    });
  }

  /** Takes a step however often others are faster. */
  async #until(life: AccountLife, step: Step): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      await this.#pause(attempt);
      if ((await this.#step(life, step)).stored) return;
    }
    throw new AccountBusyError(
      `The head of the account ${life.accountId} was changed by others all the time.`,
    );
  }

  async #pause(attempt: number): Promise<void> {
    if (attempt > 0) await this.#time.sleep(Math.random() * Math.min(longestPauseMs, 5 * attempt));
  }

  /** @returns the log that the step led to, and whether it is in the table */
  async #step(life: AccountLife, step: Step): Promise<{ log: SessionLog; stored: boolean }> {
    const head = await this.#heads.readOf(life);
    const before = fromLogText(head.log);
    const log = step(before);
    if (!log) return { log: before, stored: true };
    const stored = await this.#heads.replace(life, { log: head.log }, { log: toLogText(log) }, 'log');
    return { log, stored };
  }
}
