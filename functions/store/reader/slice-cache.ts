import type { Account } from '../../domain/account.ts';
import { covers } from '../../domain/bot-days.ts';
import { dayMs } from '../../domain/dates.ts';
import {
  type BotDay,
  isDisturbed,
  isFresh,
  type Reading,
  type SessionLog,
  touchOf,
  unsettledMs,
} from '../../domain/session-log.ts';
import { Slice } from '../../domain/slices/slice.ts';
import { SliceBuilder } from '../../domain/slices/slice-builder.ts';
import type { Time } from '../../domain/time.ts';
import { AccountGoneError, OutdatedError } from '../errors.ts';
import type { SessionStore } from '../sessions/sessions.ts';
import type { DataSet } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import { inParallel } from '../table/parallel.ts';
import { type KeptSlice, KeptSlices } from './kept-slices.ts';

/** Days since 1970 (GMT), both inclusive. */
export interface DayRange {
  first: number;
  last: number;
}

const readsInFlight = 32;

/** When what has arrived is looked at, and kept, although more is to come. */
export interface VerifyAfter {
  ms: number;
  /** More than so many that arrived. */
  sessions: number;
}

// Each time costs a read of the head, which is little beside what would have to be read again.
const defaultVerifyAfter: VerifyAfter = { ms: 5_000, sessions: 100_000 };

export interface SliceCacheOptions {
  /** What all slices may take together, bytes. */
  sliceBytes: number;
  verifyAfter?: VerifyAfter;
}

/** Reads the account anew; undefined where it is gone. */
export type ReadAccount = (accountId: string, usage?: Usage) => Promise<Account | undefined>;

/**
 * Slices of the index that a warm process keeps, those used last. Whether one is still good is told by the
 * account's log, which a request has read anyway.
 */
export class SliceCache {
  readonly #sessions: SessionStore;
  readonly #readAccount: ReadAccount;
  readonly #time: Time;
  readonly #verifyAfter: VerifyAfter;
  readonly #kept: KeptSlices;
  readonly #loading = new Map<string, { revision: number; slice: Promise<KeptSlice> }>();

  constructor(
    sessions: SessionStore,
    readAccount: ReadAccount,
    time: Time,
    { sliceBytes, verifyAfter = defaultVerifyAfter }: SliceCacheOptions,
  ) {
    this.#sessions = sessions;
    this.#readAccount = readAccount;
    this.#time = time;
    this.#verifyAfter = verifyAfter;
    this.#kept = new KeptSlices(sliceBytes);
  }

  /**
   * Slices of a range of days (since 1970, GMT), both ends inclusive, as they all were at the revision that the
   * account's log names: by day, newest first, and of each day one for each bot, in no order.
   *
   * @throws OutdatedError where others have written since, or are writing
   */
  async read(account: Account, botIds: readonly string[], days: DayRange, usage?: Usage): Promise<Slice[][]> {
    const { log } = account;
    const now = this.#time.now();
    const found: Slice[][] = [];
    const missing: BotDay[] = [];
    const botKeys = botIds.map((botId) => botKeyOf(account, botId));
    for (let day = days.last; day >= days.first; day--) {
      const slices: Slice[] = [];
      for (const [index, botId] of botIds.entries()) {
        const kept = this.#fresh(log, botKeys[index] ?? '', day, now);
        if (kept) slices.push(kept.slice);
        else missing.push({ botId, day });
      }
      found.push(slices);
    }
    if (missing.length === 0) return found;
    if (missing.some((botDay) => isDisturbed(log, botDay, now))) throw new OutdatedError();
    for (const { day, slice } of await this.#loadAll(account, missing, usage)) {
      found[days.last - day]?.push(slice);
    }
    return found;
  }

  #fresh(log: SessionLog, botKey: string, day: number, now: number): KeptSlice | undefined {
    const kept = this.#kept.get(botKey, day);
    if (!kept) return undefined;
    // A slice that was fresh at this revision or a later one is so for this log, as nobody is at work.
    if (!log.lease && kept.firstRevision <= log.revision && log.revision <= kept.revision) return kept;
    if (!isFresh(log, kept, now)) return undefined;
    if (kept.firstRevision > log.revision) throw new OutdatedError();
    kept.revision = Math.max(kept.revision, log.revision);
    return kept;
  }

  /**
   * Reads slices and makes sure that they are all of the account's revision. What a read that fails, or takes
   * too long, has come to by then is kept: who asks again goes on from there.
   */
  async #loadAll(
    account: Account,
    missing: readonly BotDay[],
    usage: Usage | undefined,
  ): Promise<KeptSlice[]> {
    const unverified: KeptSlice[] = [];
    const startedAt = this.#time.now();
    let verifiedAt = startedAt;
    const verify = async (): Promise<void> => {
      verifiedAt = this.#time.now();
      await this.#verify(account, startedAt, unverified, usage);
    };
    const isDue = (): boolean => {
      const { ms, sessions } = this.#verifyAfter;
      const arrived = unverified.reduce((sum, { slice }) => sum + slice.length, 0);
      return arrived > sessions || this.#time.now() - verifiedAt >= ms;
    };
    const load = async (botDay: BotDay): Promise<KeptSlice> => {
      const reading = await this.#load(account, botDay, usage);
      unverified.push(reading);
      if (isDue()) await verify();
      return reading;
    };
    try {
      const loaded = await inParallel(missing, load, readsInFlight);
      if (unverified.length > 0) await verify();
      return loaded;
    } catch (error) {
      if (unverified.length > 0) await verify().catch(() => undefined);
      throw error;
    }
  }

  #load({ accountId, epoch, log }: Account, botDay: BotDay, usage: Usage | undefined): Promise<KeptSlice> {
    const key = `${botKeyOf({ accountId, epoch }, botDay.botId)}#${botDay.day}`;
    const underWay = this.#loading.get(key);
    if (underWay?.revision === log.revision) return underWay.slice;
    const slice = this.#readSlice({ accountId, epoch }, botDay, log, usage);
    this.#loading.set(key, { revision: log.revision, slice });
    const forget = (): void => {
      if (this.#loading.get(key)?.slice === slice) this.#loading.delete(key);
    };
    slice.then(forget, forget);
    return slice;
  }

  async #readSlice(
    dataSet: DataSet,
    { botId, day }: BotDay,
    { revision }: SessionLog,
    usage: Usage | undefined,
  ): Promise<KeptSlice> {
    if (usage) usage.slicesRead += 1;
    const readAt = this.#time.now();
    const from = day * dayMs;
    const window = { from, to: from + dayMs - 1 };
    const content = new SliceBuilder(day);
    for await (const entries of this.#sessions.readIndex(dataSet, botId, window, usage)) {
      for (const entry of entries) content.add(entry);
    }
    return { botId, day, revision, firstRevision: revision, readAt, slice: new Slice(content) };
  }

  /**
   * Keeps what was read if nobody has written it meanwhile.
   *
   * @param unverified what is looked at is taken out of it
   */
  async #verify(
    { accountId, born, epoch }: Account,
    startedAt: number,
    unverified: KeptSlice[],
    usage: Usage | undefined,
  ): Promise<void> {
    // What arrives while the head is read may be newer than the head.
    const readings = unverified.splice(0);
    const account = await this.#readAccount(accountId, usage).catch((error: unknown) => {
      unverified.push(...readings);
      throw error;
    });
    if (account?.born !== born) throw new AccountGoneError(accountId);
    const now = this.#time.now();
    let outdated = false;
    for (const reading of readings) {
      // Slices that were read before a writer began do not show what it has left.
      const seen = { ...reading, readAt: Math.min(reading.readAt, startedAt) };
      if (!isFresh(account.log, seen, now) || isDisturbed(account.log, reading, now)) outdated = true;
      else if (account.epoch === epoch && isSettled(account, reading))
        this.#kept.set(botKeyOf({ accountId, epoch }, reading.botId), reading);
    }
    if (outdated) throw new OutdatedError();
  }
}

/** Whether the index surely showed the last change when it was read. */
function isSettled({ log, dataSettlesAt = 0 }: Account, { botId, day, readAt }: Reading): boolean {
  const { lease } = log;
  // A writer that is gone has not waited for the index to show what it had written.
  const left = lease && covers(lease.botDays, botId, day) ? lease.until + unsettledMs : 0;
  return readAt >= Math.max(touchOf(log, botId, day).settlesAt ?? 0, dataSettlesAt, left);
}

const botKeyOf = ({ accountId, epoch }: DataSet, botId: string): string => `${accountId}#${epoch}#${botId}`;
