import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Account } from '../domain/account.ts';
import { clampToIso } from '../domain/dates.ts';
import { dayOf } from '../domain/scope.ts';
import { isActive } from '../domain/session-log.ts';
import type { DaySlices } from '../domain/slices/select.ts';
import type { SliceEntry } from '../domain/slices/slice.ts';
import type { Window } from '../domain/window.ts';
import { AccountGoneError } from './data-sets.ts';
import type { Usage } from './meter.ts';
import { OutdatedError, UnsteadyError } from './outdated.ts';
import { chunks } from './parallel.ts';
import type { StoredRow, StoredSession } from './session-item.ts';
import type { SessionStore } from './sessions.ts';
import { type ReadAccount, SliceCache } from './slice-cache.ts';

// About 15 s: longer than a write whose writer is gone stops others, and less than a request may take.
const attempts = 160;
const longestPauseMs = 100;

// Of a string, its place in the cache and its key.
const rowOverheadBytes = 300;

export interface ReaderOptions {
  /** What the slices of the index may take in memory, bytes. */
  sliceBytes: number;
  /** What the rows that were read last may take in memory, bytes. */
  rowBytes: number;
}

/** An account's sessions as they were at one revision. */
export interface SessionView {
  /**
   * What the index knows of the bots' sessions of the days that a window touches, newest day first.
   *
   * @throws OutdatedError
   */
  days: (botIds: readonly string[], window: Window) => Promise<DaySlices[]>;
  /**
   * Rows by session id.
   *
   * @throws OutdatedError
   */
  rows: (entries: readonly SliceEntry[]) => Promise<Map<string, StoredRow>>;
  /**
   * The sessions that exist among the ids, in no order. Ids must differ from each other.
   *
   * @throws OutdatedError
   */
  find: (sessionIds: readonly string[]) => Promise<StoredSession[]>;
}

/** Answers from sessions of one revision, mostly from memory. */
export class SessionReader {
  readonly #sessions: SessionStore;
  readonly #readAccount: ReadAccount;
  readonly #now: () => number;
  readonly #slices: SliceCache;
  readonly #rows: LRUCache<string, StoredRow>;

  /** @param now the machine's clock, Unix ms */
  constructor(sessions: SessionStore, readAccount: ReadAccount, now: () => number, options: ReaderOptions) {
    this.#sessions = sessions;
    this.#readAccount = readAccount;
    this.#now = now;
    this.#slices = new SliceCache(sessions, readAccount, now, options.sliceBytes);
    this.#rows = new LRUCache({
      maxSize: options.rowBytes,
      sizeCalculation: ({ text }) => 2 * text.length + rowOverheadBytes,
    });
  }

  /**
   * Does work on a view of an account's sessions, again where they were written meanwhile.
   *
   * @param usage to which is added what it costs
   * @throws UnsteadyError where they were written all the time
   * @throws AccountGoneError
   */
  async read<T>(account: Account, work: (view: SessionView) => Promise<T>, usage?: Usage): Promise<T> {
    let current = account;
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) {
        await sleep(Math.min(2 ** attempt, longestPauseMs));
        const now = await this.#readAccount(account.accountId, usage);
        if (now?.born !== account.born) throw new AccountGoneError(account.accountId);
        // After a reset too: the clock and all else that the request goes by are of the data set that was.
        current = { ...now, epoch: account.epoch };
      }
      try {
        return await work(this.#viewOf(current, usage));
      } catch (error) {
        if (!(error instanceof OutdatedError)) throw error;
      }
    }
    throw new UnsteadyError(`The sessions were being written all the time, ${attempts} times in a row`);
  }

  #viewOf(account: Account, usage: Usage | undefined): SessionView {
    return {
      days: (botIds, window) => this.#days(account, botIds, window, usage),
      rows: (entries) => this.#readRows(account, entries, usage),
      find: (sessionIds) => this.#find(account, sessionIds, usage),
    };
  }

  async #days(
    account: Account,
    botIds: readonly string[],
    { from, to }: Window,
    usage: Usage | undefined,
  ): Promise<DaySlices[]> {
    const days: number[] = [];
    // Beyond the years that the index can hold there is nothing.
    const [first, last] = [dayOf(clampToIso(from)), dayOf(clampToIso(to))];
    for (let day = last; day >= first; day--) days.push(day);
    const wanted = days.flatMap((day) => botIds.map((botId) => ({ botId, day })));
    return chunks(await this.#slices.read(account, wanted, usage), botIds.length);
  }

  async #readRows(
    { accountId, epoch }: Account,
    entries: readonly SliceEntry[],
    usage: Usage | undefined,
  ): Promise<Map<string, StoredRow>> {
    const keyOf = (sessionId: string): string => `${accountId}#${epoch}#${sessionId}`;
    const rows = new Map<string, StoredRow>();
    const missing: SliceEntry[] = [];
    for (const entry of entries) {
      const kept = this.#rows.get(keyOf(entry.sessionId));
      if (kept?.stamp === entry.stamp) rows.set(entry.sessionId, kept);
      else missing.push(entry);
    }
    if (missing.length === 0) return rows;
    const ids = missing.map(({ sessionId }) => sessionId);
    const read = await this.#sessions.readRows({ accountId, epoch }, ids, usage);
    for (const { sessionId, stamp } of missing) {
      const row = read.get(sessionId);
      // Written anew or removed since the slice was read.
      if (row?.stamp !== stamp) throw new OutdatedError();
      this.#rows.set(keyOf(sessionId), row);
      rows.set(sessionId, row);
    }
    return rows;
  }

  async #find(
    account: Account,
    sessionIds: readonly string[],
    usage: Usage | undefined,
  ): Promise<StoredSession[]> {
    const { accountId, born, epoch, log } = account;
    const readAt = this.#now();
    const found = await this.#sessions.find({ accountId, epoch }, sessionIds, usage);
    if (found.some(({ row }) => row.stamp > log.revision)) throw new OutdatedError();
    const written = log.turn !== undefined && found.some(({ row }) => row.stamp === log.turn?.stamp);
    // A row of no write since is as it was, and one that is not there may have been taken away since.
    if (!written && found.length === sessionIds.length) return found;
    const now = await this.#readAccount(accountId, usage);
    if (now?.born !== born) throw new AccountGoneError(accountId);
    const { revision, turn } = now.log;
    if (revision !== log.revision) throw new OutdatedError();
    // Of a writer that is gone, what it had written by then stays.
    if (turn && isActive(turn, readAt) && (written || turn.removes)) throw new OutdatedError();
    return found;
  }
}
