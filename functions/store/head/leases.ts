import { randomBytes } from 'node:crypto';
import { type BotDays, everything } from '../../domain/bot-days.ts';
import {
  begin,
  type Commit,
  finish,
  isActive,
  type Lease,
  renewed,
  type SessionLog,
} from '../../domain/session-log.ts';
import type { Time } from '../../domain/time.ts';
import { AccountBusyError } from '../errors.ts';
import type { AccountLife } from '../table/keys.ts';
import { KeyedQueue } from '../table/parallel.ts';
import { Patience, waitOut } from '../table/wait-out.ts';
import type { Head } from './head.ts';
import type { Heads } from './heads.ts';
import { HeldLease, type Holding, stoodStill } from './held-lease.ts';
import { attempts, leaseMs, longestPauseMs } from './lease-times.ts';
import { fromLogText, toLogText } from './session-log-text.ts';
import type { SettlesAt } from './settle.ts';

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
  /** By how many sessions there are more now; absent: as many as before; null: that is not known. */
  more?: number | null;
  /** Told that all of it is there for who reads the head from now on. */
  onCommit?: ((logs: Commit) => void) | undefined;
}

/** A log, and how many sessions there are; null: that is not known. */
interface State {
  log: SessionLog;
  sessions: number | null;
}

type Leased<T extends State> = T & { log: { lease: Lease } };

const isOf = <T extends State>(state: T, id: string): state is Leased<T> => state.log.lease?.id === id;

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
    const end = async (settled: boolean, more: number | null): Promise<Commit | undefined> => {
      await lease.close();
      return this.#end(life, id, lease, settled, more);
    };
    try {
      const { result, settled, more = 0, onCommit } = await work(lease);
      const commit = await end(settled, more);
      if (commit) onCommit?.(commit);
      return result;
    } catch (error) {
      // Some of it may have been written.
      await end(false, null).catch(() => undefined);
      throw lease.signal.aborted ? stoodStill(life.accountId) : error;
    }
  }

  async #begin(life: AccountLife, id: string, plan: Plan): Promise<Holding> {
    const busy = `Others were writing sessions of the account ${life.accountId} all the time.`;
    const { head, log } = await this.#change(life, busy, (state) => {
      const now = this.#time.now();
      if (isOf(state, id)) return state;
      const { log, sessions } = state;
      if (log.lease && isActive(log.lease, now)) return undefined;
      const begun = begin(log, { id, until: now + leaseMs, ...plan }, now);
      // A writer that is gone has not said what it had done.
      return { log: begun, sessions: log.lease ? null : sessions };
    });
    return { head, lease: log.lease };
  }

  /** @throws AccountBusyError where it was over: others have taken what was written by then for all there is */
  async #renew(life: AccountLife, id: string, botDays: BotDays): Promise<Holding> {
    const { head, log } = await this.#change(life, headBusy(life), (state) => {
      const now = this.#time.now();
      if (!isOf(state, id) || !isActive(state.log.lease, now)) throw stoodStill(life.accountId);
      return { ...state, log: renewed(state.log, state.log.lease, now + leaseMs, botDays) };
    });
    return { head, lease: log.lease };
  }

  /**
   * @param more by how many sessions there are more now; null: that is not known
   * @returns undefined where it was over already, or not all that was written under it is seen
   */
  async #end(
    life: AccountLife,
    id: string,
    { head: { epoch }, written, botDays }: HeldLease,
    settled: boolean,
    more: number | null,
  ): Promise<Commit | undefined> {
    let before: SessionLog | undefined;
    const step = (state: State, head: Head): State => {
      const { log, sessions } = state;
      before = undefined;
      if (isOf(state, id)) {
        const counted = more === null || sessions === null ? null : sessions + more;
        // After a reset or a restore meanwhile it is the number of other sessions.
        const isCurrent = head.epoch === epoch;
        if (isCurrent && settled && more !== null) before = log;
        return {
          log: finish(log, botDays, this.#settlesAt(settled)),
          sessions: isCurrent ? counted : sessions,
        };
      }
      // The lease has ended already and only the answer was lost, or another has got it meanwhile.
      const { lease } = log;
      const ended = finish(log, everything, this.#settlesAt(false));
      return { log: { ...ended, ...(lease ? { lease } : {}) }, sessions: null };
    };
    const { log: after } = await this.#change(life, headBusy(life), step, written);
    return before && { before, after };
  }

  /**
   * Changes the log, however often others are faster.
   *
   * @param busy says what went on for too long
   * @param step what becomes of it; undefined: to be asked again a little later
   * @param known the head as it most likely is: it is read only where others have changed it, after a write that is refused
   * @returns what it is then, and the head with it
   */
  async #change<T extends State>(
    life: AccountLife,
    busy: string,
    step: (state: State, head: Head) => T | undefined,
    known?: Head,
  ): Promise<T & { head: Head }> {
    const patience = new Patience(this.#time);
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await this.#time.sleep(Math.random() * Math.min(longestPauseMs, 5 * attempt));
      const byKnown = attempt === 0 && known !== undefined;
      const head = byKnown ? known : await waitOut(patience, () => this.#heads.readOf(life));
      const before = { log: fromLogText(head.log), sessions: head.sessions ?? null };
      const after = step(before, head);
      if (!after) continue;
      if (Object.is(after, before)) return { ...after, head };
      const set = { log: toLogText(after.log), sessions: after.sessions };
      const expected = { log: head.log, layers: head.layers };
      if (await this.#heads.replace(life, expected, set, 'log'))
        return { ...after, head: { ...head, ...set } };
    }
    throw new AccountBusyError(busy);
  }
}
