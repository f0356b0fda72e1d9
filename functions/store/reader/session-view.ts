import type { Account } from '../../domain/account.ts';
import { dayOf } from '../../domain/bot-days.ts';
import { clampToIso } from '../../domain/dates.ts';
import { isActive } from '../../domain/session-log.ts';
import type { DaySlices, Place } from '../../domain/slices/select.ts';
import type { Time } from '../../domain/time.ts';
import type { Window } from '../../domain/window.ts';
import { AccountGoneError, OutdatedError } from '../errors.ts';
import type { StoredSession } from '../sessions/session-item.ts';
import type { StoredSessions } from '../sessions/stored-sessions.ts';
import type { Usage } from '../table/meter.ts';
import { daysOf, mostDaysUnseen, occupiedDays } from './occupied-days.ts';
import type { PageRow, RowCache } from './row-cache.ts';
import type { ReadAccount, SliceCache } from './slice-cache.ts';

/** What views read from. */
export interface ViewSources {
  sessions: StoredSessions;
  readAccount: ReadAccount;
  time: Time;
  slices: SliceCache;
  rows: RowCache;
}

const allDays = {
  first: dayOf(clampToIso(Number.NEGATIVE_INFINITY)),
  last: dayOf(clampToIso(Number.POSITIVE_INFINITY)),
};

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
  async days(botIds: readonly string[], { from, to }: Window): Promise<DaySlices[]> {
    const { slices } = this.#sources;
    // Beyond the years that the index can hold there is nothing.
    const range = { first: dayOf(clampToIso(from)), last: dayOf(clampToIso(to)) };
    if (range.last - range.first < mostDaysUnseen) {
      return slices.read(this.#account, botIds, range, this.#usage);
    }
    const days: DaySlices[] = [];
    for (const part of await occupiedDays(this.#sources, this.#account, botIds, range, this.#usage)) {
      for (const day of await slices.read(this.#account, botIds, part, this.#usage)) days.push(day);
    }
    return days;
  }

  /** Whether bots may have any session, whenever it starts. */
  async hasAny(botIds: readonly string[]): Promise<boolean> {
    return (await daysOf(this.#sources, this.#account, botIds, allDays, this.#usage)).length > 0;
  }

  /**
   * The rows of places, in their order.
   *
   * @throws OutdatedError
   */
  rows(places: readonly Place[]): Promise<PageRow[]> {
    return this.#sources.rows.read(places, this.#usage);
  }

  /**
   * The sessions that exist among the ids, in no order. Ids must differ from each other.
   *
   * @throws OutdatedError
   */
  async find(sessionIds: readonly string[]): Promise<StoredSession[]> {
    const { sessions, readAccount, time } = this.#sources;
    const { accountId, born, layers, log } = this.#account;
    const readAt = time.now();
    const found = await sessions.find(layers, sessionIds, this.#usage);
    // Rows of frozen layers are as they were when these froze, maybe in another account.
    const own = found.filter(({ isOwn }) => isOwn);
    if (own.some(({ row }) => row.fencingToken > log.revision)) throw new OutdatedError();
    const token = log.lease?.fencingToken;
    const written = token !== undefined && own.some(({ row }) => row.fencingToken === token);
    // Rows that nobody has written since are as they were; one that is not there may have been taken away.
    if (!written && found.length === sessionIds.length) return found;
    const account = await readAccount(accountId, this.#usage);
    if (account?.born !== born) throw new AccountGoneError(accountId);
    const { revision, lease } = account.log;
    if (revision !== log.revision) throw new OutdatedError();
    // A writer that is gone does not undo what it had written by then.
    if (lease && isActive(lease, readAt) && (written || lease.removes)) throw new OutdatedError();
    return found;
  }
}
