import { randomBytes } from 'node:crypto';
import { type BotDays, everything } from '../../domain/bot-days.ts';
import { begin, finish, isActive, type Lease, renewed, type SessionLog } from '../../domain/session-log.ts';
import type { Time } from '../../domain/time.ts';
import { AccountBusyError } from '../errors.ts';
import type { AccountLife } from '../table/keys.ts';
import { KeyedQueue } from '../table/parallel.ts';
import { Patience, waitOut } from '../table/wait-out.ts';
import type { Heads } from './heads.ts';
import { HeldLease, stoodStill } from './held-lease.ts';
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

type LeasedLog = SessionLog & { lease: Lease };

const isOf = (log: SessionLog, id: string): log is LeasedLog => log.lease?.id === id;

const headBusy = ({ accountId }: AccountLife): string =>
  `The head of the account ${accountId} was changed by others all the time.`;

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
    const begun = await this.#begin(life, id, plan);
    const lease = new HeldLease(this.#time, life.accountId, begun, (botDays) =>
      this.#renew(life, id, botDays),
    );
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
    const busy = `Others were writing sessions of the account ${life.accountId} all the time.`;
    const { lease } = await this.#change(life, busy, (log) => {
      const now = this.#time.now();
      if (isOf(log, id)) return log;
      if (log.lease && isActive(log.lease, now)) return undefined;
      return begin(log, { id, until: now + leaseMs, ...plan }, now);
    });
    return lease;
  }

  /**
   * @returns Unix ms until which it lasts now
   * @throws AccountBusyError where it was over: others have taken what was written by then for all there is
   */
  async #renew(life: AccountLife, id: string, botDays: BotDays): Promise<number> {
    const { lease } = await this.#change(life, headBusy(life), (log) => {
      const now = this.#time.now();
      if (!isOf(log, id) || !isActive(log.lease, now)) throw stoodStill(life.accountId);
      return renewed(log, log.lease, now + leaseMs, botDays);
    });
    return lease.until;
  }

  async #end(life: AccountLife, id: string, written: BotDays, settled: boolean): Promise<void> {
    await this.#change(life, headBusy(life), (log) => {
      const { lease } = log;
      if (lease?.id === id) return finish(log, written, this.#settlesAt(settled));
      // The lease has ended already and only the answer was lost, or another has got it meanwhile.
      return { ...finish(log, everything, this.#settlesAt(false)), ...(lease ? { lease } : {}) };
    });
  }

  /**
   * Changes the log, however often others are faster.
   *
   * @param busy says what went on for too long
   * @param step what becomes of a log; undefined: to be asked again a little later
   * @returns the log as it is then
   */
  async #change<T extends SessionLog>(
    life: AccountLife,
    busy: string,
    step: (log: SessionLog) => T | undefined,
  ): Promise<T> {
    const patience = new Patience(this.#time);
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await this.#time.sleep(Math.random() * Math.min(longestPauseMs, 5 * attempt));
      const { log: text } = await waitOut(patience, () => this.#heads.readOf(life));
      const before = fromLogText(text);
      const after = step(before);
      if (!after) continue;
      if (after === before) return after;
      if (await this.#heads.replace(life, { log: text }, { log: toLogText(after) }, 'log')) return after;
    }
    throw new AccountBusyError(busy);
  }
}
