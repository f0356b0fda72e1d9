import type { Account } from '../../domain/account.ts';
import { clampToIso } from '../../domain/dates.ts';
import { dayOf } from '../../domain/scope.ts';
import { isActive } from '../../domain/session-log.ts';
import type { DaySlices, Place } from '../../domain/slices/select.ts';
import type { Window } from '../../domain/window.ts';
import { AccountGoneError } from '../data-sets/data-sets.ts';
import { OutdatedError } from '../outdated.ts';
import type { StoredSession } from '../sessions/session-item.ts';
import type { SessionStore } from '../sessions/sessions.ts';
import type { Usage } from '../table/meter.ts';
import type { PageRow, RowCache } from './row-cache.ts';
import type { ReadAccount, SliceCache } from './slice-cache.ts';

/** What views read from. */
export interface ViewSources {
  sessions: SessionStore;
  readAccount: ReadAccount;
  /** The machine's clock, Unix ms. */
  now: () => number;
  slices: SliceCache;
  rows: RowCache;
}

/** An account's sessions as they were at one revision. */
export class SessionView {
  readonly #sources: ViewSources;
  readonly #account: Account;
  readonly #usage: Usage | undefined;

  /** @param usage to which is added what reading costs */
  constructor(sources: ViewSources, account: Account, usage?: Usage) {
    this.#sources = sources;
    this.#account = account;
    this.#usage = usage;
  }

  /**
   * What the index knows of the bots' sessions of the days that a window touches, newest day first.
   *
   * @throws OutdatedError
   */
  days(botIds: readonly string[], { from, to }: Window): Promise<DaySlices[]> {
    // Beyond the years that the index can hold there is nothing.
    const range = { first: dayOf(clampToIso(from)), last: dayOf(clampToIso(to)) };
    return this.#sources.slices.read(this.#account, botIds, range, this.#usage);
  }

  /**
   * The rows of places, in their order.
   *
   * @throws OutdatedError
   */
  rows(places: readonly Place[]): Promise<PageRow[]> {
    return this.#sources.rows.read(this.#account, places, this.#usage);
  }

  /**
   * The sessions that exist among the ids, in no order. Ids must differ from each other.
   *
   * @throws OutdatedError
   */
  async find(sessionIds: readonly string[]): Promise<StoredSession[]> {
    const { sessions, readAccount, now } = this.#sources;
    const { accountId, born, epoch, log } = this.#account;
    const readAt = now();
    const found = await sessions.find({ accountId, epoch }, sessionIds, this.#usage);
    if (found.some(({ row }) => row.stamp > log.revision)) throw new OutdatedError();
    const written = log.turn !== undefined && found.some(({ row }) => row.stamp === log.turn?.stamp);
    // A row of no write since is as it was, and one that is not there may have been taken away since.
    if (!written && found.length === sessionIds.length) return found;
    const account = await readAccount(accountId, this.#usage);
    if (account?.born !== born) throw new AccountGoneError(accountId);
    const { revision, turn } = account.log;
    if (revision !== log.revision) throw new OutdatedError();
    // Of a writer that is gone, what it had written by then stays.
    if (turn && isActive(turn, readAt) && (written || turn.removes)) throw new OutdatedError();
    return found;
  }
}
