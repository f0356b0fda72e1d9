import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { everything, includes, type Scope, union } from '../../domain/scope.ts';
import {
  begin,
  finish,
  isActive,
  renewed,
  type SessionLog,
  type WriteTurn,
} from '../../domain/session-log.ts';
import { toHead } from '../accounts/account-items.ts';
import { AccountGoneError } from '../data-sets/data-sets.ts';
import { type AccountLife, headKey } from '../table/keys.ts';
import { isConditionFailure, type Table } from '../table/table.ts';
import { fromLogText, toLogText } from './session-log-text.ts';
import type { SettlesAt } from './settle.ts';

/** How long a turn lasts that is not renewed: its writer is gone then. */
const turnMs = 6_000;
const renewEveryMs = 1_500;
/** How long before that a writer stops that could not renew it: clocks differ, and a call takes its time. */
const marginMs = 2_000;

// About nine seconds: what is left of a function's time must be enough for the write itself.
const attempts = 130;
const longestPauseMs = 160;

/** Thrown where others were writing sessions of the account all the time. */
export class AccountBusyError extends Error {
  override readonly name = 'AccountBusyError';
}

/** A turn as the one who has it sees it. */
export interface Turn {
  /** What is written is to be stamped with it. */
  stamp: number;
  /** To be waited for before anything outside of the scope so far is changed. */
  widen: (scope: Scope) => Promise<void>;
  /**
   * To be called before each write.
   *
   * @throws AccountBusyError where the turn may be given to another before the write is done
   */
  checkHeld: () => void;
  /** Aborts when a call that is still under way, or repeated, could come too late. */
  signal: AbortSignal;
}

/** What a turn is for. */
export interface Plan {
  /** What it changes, as far as that is known beforehand. */
  scope: Scope;
  /** Whether it takes sessions away. */
  removes?: boolean;
}

/** What came of the work of a turn. */
export interface Outcome<T> {
  result: T;
  /** Whether the index shows all of it. */
  settled: boolean;
}

const stoodStill = ({ accountId }: AccountLife): AccountBusyError =>
  new AccountBusyError(`Writing sessions of the account ${accountId} stood still for too long.`);

/** What becomes of a log; undefined leaves it as it is. */
type Step = (log: SessionLog) => SessionLog | undefined;

/**
 * Lets one at a time write sessions of an account, over all processes. A turn is noted in the account's head
 * together with the days that it may change, so that nobody reads these half written, and its end says that
 * they have changed.
 */
export class WriteTurns {
  readonly #table: Table;
  readonly #now: () => number;
  readonly #settlesAt: SettlesAt;
  readonly #queues = new Map<string, Promise<unknown>>();

  /**
   * @param now the machine's clock, Unix ms
   * @param settlesAt until when the index is not trusted
   */
  constructor(table: Table, now: () => number, settlesAt: SettlesAt) {
    this.#table = table;
    this.#now = now;
    this.#settlesAt = settlesAt;
  }

  /**
   * Does work when it is its turn.
   *
   * @throws AccountGoneError where the account was removed
   * @throws AccountBusyError where others were at work for too long
   */
  async run<T>(life: AccountLife, plan: Plan, work: (turn: Turn) => Promise<Outcome<T>>): Promise<T> {
    const { accountId } = life;
    const previous = this.#queues.get(accountId) ?? Promise.resolve();
    const own = previous.catch(() => undefined).then(() => this.#run(life, plan, work));
    this.#queues.set(accountId, own);
    try {
      return await own;
    } finally {
      if (this.#queues.get(accountId) === own) this.#queues.delete(accountId);
    }
  }

  async #run<T>(life: AccountLife, plan: Plan, work: (turn: Turn) => Promise<Outcome<T>>): Promise<T> {
    const id = randomBytes(6).toString('base64url');
    const { stamp, until } = await this.#begin(life, id, plan);
    const held = new AbortController();
    let expiry: NodeJS.Timeout | undefined;
    let heldUntil = 0;
    const hold = (end: number): void => {
      heldUntil = end - marginMs;
      clearTimeout(expiry);
      expiry = setTimeout(() => held.abort(), heldUntil - this.#now()).unref();
    };
    hold(until);
    let { scope } = plan;
    // One after the other: each depends on what the log was before.
    let step: Promise<unknown> = Promise.resolve();
    const renew = (): Promise<unknown> => {
      step = step
        .catch(() => undefined)
        .then(async () => {
          hold(await this.#renew(life, id, scope));
        });
      return step;
    };
    const timer = setInterval(() => void renew().catch(() => undefined), renewEveryMs).unref();
    const end = async (settled: boolean): Promise<void> => {
      clearInterval(timer);
      clearTimeout(expiry);
      await step.catch(() => undefined);
      await this.#end(life, id, scope, settled);
    };
    const widen = async (more: Scope): Promise<void> => {
      if (includes(scope, more)) return;
      scope = union(scope, more);
      await renew();
    };
    const checkHeld = (): void => {
      if (this.#now() >= heldUntil) throw stoodStill(life);
    };
    try {
      const { result, settled } = await work({ stamp, widen, checkHeld, signal: held.signal });
      await end(settled);
      return result;
    } catch (error) {
      // Some of it may have been written.
      await end(false).catch(() => undefined);
      throw held.signal.aborted ? stoodStill(life) : error;
    }
  }

  async #begin(life: AccountLife, id: string, plan: Plan): Promise<WriteTurn> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await sleep(Math.random() * Math.min(longestPauseMs, 5 * attempt));
      const now = this.#now();
      const { log, stored } = await this.#step(life, (before) => {
        const { turn } = before;
        if (turn && (turn.id === id || isActive(turn, now))) return undefined;
        return begin(before, { id, until: now + turnMs, ...plan }, now);
      });
      if (stored && log.turn?.id === id) return log.turn;
    }
    throw new AccountBusyError(`Others were writing sessions of the account ${life.accountId} all the time.`);
  }

  /**
   * @returns Unix ms until which it lasts now
   * @throws AccountBusyError where it was over: others have taken what was written by then for all there is
   */
  async #renew(life: AccountLife, id: string, scope: Scope): Promise<number> {
    let until = 0;
    await this.#until(life, (log) => {
      const now = this.#now();
      if (log.turn?.id !== id || !isActive(log.turn, now)) throw stoodStill(life);
      until = now + turnMs;
      return renewed(log, log.turn, until, scope);
    });
    return until;
  }

  async #end(life: AccountLife, id: string, scope: Scope, settled: boolean): Promise<void> {
    await this.#until(life, (log) => {
      if (log.turn?.id === id) return finish(log, scope, this.#settlesAt(settled));
      // Ended already and only the answer was lost, or given to another while this one was still writing.
      const { turn } = log;
      return { ...finish(log, everything, this.#settlesAt(false)), ...(turn ? { turn } : {}) };
    });
  }

  /** Takes a step however often others are faster. */
  async #until(life: AccountLife, step: Step): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await sleep(Math.random() * Math.min(longestPauseMs, 5 * attempt));
      if ((await this.#step(life, step)).stored) return;
    }
    throw new AccountBusyError(
      `The head of the account ${life.accountId} was changed by others all the time.`,
    );
  }

  /** @returns the log that the step led to, and whether it is in the table */
  async #step(life: AccountLife, step: Step): Promise<{ log: SessionLog; stored: boolean }> {
    const item = await this.#table.get(headKey(life.accountId));
    const head = item && toHead(item);
    if (head?.born !== life.born) throw new AccountGoneError(life.accountId);
    const before = fromLogText(head.log);
    const after = step(before);
    if (!after) return { log: before, stored: true };
    return { log: after, stored: await this.#replace(life, head.log, toLogText(after)) };
  }

  async #replace(
    { accountId, born }: AccountLife,
    before: string | undefined,
    after: string,
  ): Promise<boolean> {
    try {
      await this.#table.update({
        Key: headKey(accountId),
        UpdateExpression: 'SET #log = :after',
        ConditionExpression: `#born = :born AND ${before === undefined ? 'attribute_not_exists(#log)' : '#log = :before'}`,
        ExpressionAttributeNames: { '#log': 'log', '#born': 'born' },
        ExpressionAttributeValues: {
          ':born': born,
          ':after': after,
          ...(before === undefined ? {} : { ':before': before }),
        },
      });
      return true;
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
      // The SDK repeats a call whose answer was lost, and what the repeated call runs into is its own text.
      const item = await this.#table.get(headKey(accountId));
      return item !== undefined && toHead(item).born === born && toHead(item).log === after;
    }
  }
}
