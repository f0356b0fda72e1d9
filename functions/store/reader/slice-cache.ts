import type { Account } from '../../domain/account.ts';
import { covers } from '../../domain/bot-days.ts';
import { dayMs } from '../../domain/dates.ts';
import type { Layer, Layers } from '../../domain/layers.ts';
import { LruCache } from '../../domain/lru-cache.ts';
import {
  type BotDay,
  type Commit,
  isDisturbed,
  isFresh,
  type Reading,
  type SessionLog,
  touchOf,
  unsettledMs,
} from '../../domain/session-log.ts';
import { type LayeredSlice, layered } from '../../domain/slices/layered.ts';
import { withNewest } from '../../domain/slices/merged.ts';
import { Slice } from '../../domain/slices/slice.ts';
import { SliceBuilder } from '../../domain/slices/slice-builder.ts';
import type { Time } from '../../domain/time.ts';
import { AccountGoneError, OutdatedError } from '../errors.ts';
import type { DayRange } from '../sessions/layer-days.ts';
import type { StoredSessions } from '../sessions/stored-sessions.ts';
import { sliceOfWritten, type Written } from '../sessions/written.ts';
import type { Usage } from '../table/meter.ts';
import { inParallel } from '../table/parallel.ts';
import { type KeptSlice, KeptSlices } from './kept-slices.ts';

/** A bot's day of one layer, newest first. */
type HasSlices = Pick<KeptSlice, 'slices'>;

const noSlices: HasSlices = { slices: [] };

/** One that is not in memory: its slices are those that have been read of it. */
interface Missing extends BotDay, HasSlices {
  layer: Layer;
  isOwn: boolean;
}

/** A bot, and what names it in each layer of an account, newest first. */
interface BotInLayers {
  botId: string;
  places: readonly { layer: Layer; isOwn: boolean; key: string }[];
}

interface Loaded extends Pick<Missing, 'layer' | 'isOwn'> {
  reading: KeptSlice;
}

const readsInFlight = 32;
const ownsKept = 1_000;

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
 * Slices of the index that a warm process keeps, those used last. Whether one of an account's own layer is still good
 * is told by its log, which a request has read anyway; one of a frozen layer is good for ever, for all accounts.
 */
export class SliceCache {
  readonly #sessions: StoredSessions;
  readonly #readAccount: ReadAccount;
  readonly #time: Time;
  readonly #verifyAfter: VerifyAfter;
  readonly #kept: KeptSlices;
  /** Own layers with the log by which they were read last, or written by this process. */
  readonly #owns = new LruCache<string, { own: Layer; log: SessionLog }>({ max: ownsKept });
  readonly #loading = new Map<string, { revision: number; slice: Promise<KeptSlice> }>();

  constructor(
    sessions: StoredSessions,
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
   * account's log names: by day, newest first, and of each day those of each bot, put together from the layers.
   *
   * @throws OutdatedError where others have written since, or are writing
   */
  async read(
    account: Account,
    botIds: readonly string[],
    days: DayRange,
    usage?: Usage,
  ): Promise<LayeredSlice[][]> {
    const now = this.#time.now();
    if (!account.isPast) this.#seeOwn(account.layers[0], account.log);
    const bots = botIds.map((botId) => inLayers(account, botId));
    const missing: Missing[] = [];
    const found: HasSlices[][][] = [];
    for (let day = days.last; day >= days.first; day--) {
      found.push(bots.map((bot) => this.#stackOf(account, bot, day, now, missing)));
    }
    if (missing.length > 0) {
      if (missing.some((each) => each.isOwn && isDisturbed(account.log, each, now)))
        throw new OutdatedError();
      await this.#loadAll(account, missing, usage);
    }
    return found.map((ofDay) => {
      const slices: LayeredSlice[] = [];
      for (const stack of ofDay) for (const each of layered(slicesOf(stack))) slices.push(each);
      return slices;
    });
  }

  /**
   * A bot's day of all layers, newest first.
   *
   * @param missing to which is added what is not in memory, which is to be put where it belongs
   */
  #stackOf(
    account: Account,
    { botId, places }: BotInLayers,
    day: number,
    now: number,
    missing: Missing[],
  ): HasSlices[] {
    const stack: HasSlices[] = [];
    for (const { layer, isOwn, key } of places) {
      const known = isOwn
        ? this.#own(account, key, botId, day, now)
        : this.#frozen(layer, key, { botId, day }, now);
      stack.push(known ?? added(missing, { botId, day, layer, isOwn, slices: [] }));
    }
    return stack;
  }

  /** The own layer's slices, none where there is nothing in it; undefined where that is not known. */
  #own(account: Account, botKey: string, botId: string, day: number, now: number): HasSlices | undefined {
    const { log, layers } = account;
    // Nobody writes to it any more, so what is final is what the request is to see.
    const final = account.isPast ? this.#kept.get(botKey, day) : undefined;
    if (final?.firstRevision === Number.POSITIVE_INFINITY) return final;
    const kept = this.#fresh(log, botKey, day, now);
    return kept ?? (isEmpty(layers[0], log, { botId, day }, now) ? noSlices : undefined);
  }

  #frozen({ name, revision = 0 }: Layer, key: string, botDay: BotDay, now: number): HasSlices | undefined {
    const kept = this.#kept.get(key, botDay.day);
    if (kept && kept.revision >= revision) return kept;
    // What was never written to it while it was an own layer is nowhere in memory.
    const seen = this.#owns.get(name);
    const wasEmpty = seen && seen.log.revision >= revision && isEmpty(seen.own, seen.log, botDay, now);
    return wasEmpty ? noSlices : undefined;
  }

  #seeOwn(own: Layer, log: SessionLog): void {
    if (own.revision !== undefined && this.#owns.get(own.name)?.log !== log)
      this.#owns.set(own.name, { own, log });
  }

  /**
   * Takes over what this process has just written to an own layer, and everybody sees by now: it goes on top of what
   * was good until then. What was not in memory is left to be read.
   */
  takeOver([own, ...frozen]: Layers, { before, after }: Commit, written: Written): void {
    const now = this.#time.now();
    const { revision } = after;
    this.#seeOwn(own, after);
    const log = { ...before, lease: undefined };
    for (const each of written.days) {
      const { botId, day } = each;
      const botKey = botKeyOf(own.name, botId);
      const kept = this.#kept.get(botKey, day);
      const isGood = kept ? isFresh(log, kept, now) : isEmpty(own, log, each, now);
      // Who was faster has read it with what was written.
      if (!isGood || (kept && kept.firstRevision > before.revision)) continue;
      const slices = withNewest(kept?.slices ?? [], sliceOfWritten(own.name, each), frozen.length === 0);
      this.#kept.set(botKey, { botId, day, revision, firstRevision: revision, readAt: now, slices });
    }
  }

  /** Forgets a layer that is no more. */
  forget(layer: string): void {
    const prefix = botKeyOf(layer, '');
    this.#owns.delete(layer);
    this.#kept.forgetLayer((botKey) => botKey.startsWith(prefix));
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
  async #loadAll(account: Account, missing: readonly Missing[], usage: Usage | undefined): Promise<void> {
    const unverified: Loaded[] = [];
    const startedAt = this.#time.now();
    let verifiedAt = startedAt;
    const verify = async (): Promise<void> => {
      verifiedAt = this.#time.now();
      await this.#verify(account, startedAt, unverified, usage);
    };
    const isDue = (): boolean => {
      const { ms, sessions } = this.#verifyAfter;
      const arrived = unverified.reduce((sum, { reading }) => sum + sizeOf(reading), 0);
      return arrived > sessions || this.#time.now() - verifiedAt >= ms;
    };
    const load = async (each: Missing): Promise<void> => {
      // What is in a frozen layer is so for ever.
      const revision = each.isOwn ? account.log.revision : Number.POSITIVE_INFINITY;
      const reading = await this.#load(each, revision, usage);
      unverified.push({ ...each, reading });
      each.slices = reading.slices;
      if (isDue()) await verify();
    };
    try {
      await inParallel(missing, load, readsInFlight);
      if (unverified.length > 0) await verify();
    } catch (error) {
      if (unverified.length > 0) await verify().catch(() => undefined);
      throw error;
    }
  }

  #load({ layer, botId, day }: Missing, revision: number, usage: Usage | undefined): Promise<KeptSlice> {
    const key = `${botKeyOf(layer.name, botId)}#${day}`;
    const underWay = this.#loading.get(key);
    if (underWay?.revision === revision) return underWay.slice;
    const slice = this.#readSlice(layer.name, { botId, day }, revision, usage);
    this.#loading.set(key, { revision, slice });
    const forget = (): void => {
      if (this.#loading.get(key)?.slice === slice) this.#loading.delete(key);
    };
    slice.then(forget, forget);
    return slice;
  }

  async #readSlice(
    layer: string,
    { botId, day }: BotDay,
    revision: number,
    usage: Usage | undefined,
  ): Promise<KeptSlice> {
    if (usage) usage.slicesRead += 1;
    const readAt = this.#time.now();
    const from = day * dayMs;
    const window = { from, to: from + dayMs - 1 };
    const content = new SliceBuilder(day, layer, botId);
    const pages = this.#sessions.readIndex(layer, botId, window, usage, (place) => content.addGone(place));
    for await (const entries of pages) for (const entry of entries) content.addPacked(entry);
    return { botId, day, revision, firstRevision: revision, readAt, slices: [new Slice(content)] };
  }

  /**
   * Keeps what was read if nobody has written it meanwhile.
   *
   * @param unverified what is looked at is taken out of it
   */
  async #verify(
    { accountId, born, layers }: Account,
    startedAt: number,
    unverified: Loaded[],
    usage: Usage | undefined,
  ): Promise<void> {
    // What arrives while the head is read may be newer than the head.
    const loaded = unverified.splice(0);
    const account = await this.#readAccount(accountId, usage).catch((error: unknown) => {
      unverified.push(...loaded);
      throw error;
    });
    if (account?.born !== born) throw new AccountGoneError(accountId);
    const now = this.#time.now();
    let outdated = false;
    for (const { isOwn, layer, reading } of loaded) {
      const keep = (): void => this.#kept.set(botKeyOf(layer.name, reading.botId), reading);
      if (!isOwn) {
        if (reading.readAt >= (layer.settlesAt ?? 0)) keep();
        continue;
      }
      // Slices that were read before a writer began do not show what it has left.
      const seen = { ...reading, readAt: Math.min(reading.readAt, startedAt) };
      if (!isFresh(account.log, seen, now) || isDisturbed(account.log, reading, now)) outdated = true;
      else if (account.layers[0].name === layers[0].name && isSettled(account, reading)) keep();
    }
    if (outdated) throw new OutdatedError();
  }
}

function added<T>(list: T[], value: T): T {
  list.push(value);
  return value;
}

/** Without copies where one layer alone has any. */
function slicesOf(stack: readonly HasSlices[]): readonly Slice[] {
  let all: readonly Slice[] = [];
  for (const { slices } of stack) {
    if (slices.length > 0) all = all.length === 0 ? slices : [...all, ...slices];
  }
  return all;
}

const sizeOf = ({ slices }: KeptSlice): number => slices.reduce((sum, { length }) => sum + length, 0);

/** Whether nothing was written to a day since the own layer was empty. */
function isEmpty({ revision }: Layer, log: SessionLog, { botId, day }: BotDay, now: number): boolean {
  if (revision === undefined) return false;
  return isFresh(log, { botId, day, revision, readAt: Number.NEGATIVE_INFINITY }, now);
}

/** Whether the index surely showed the last change when it was read. */
function isSettled({ log }: Account, { botId, day, readAt }: Reading): boolean {
  const { lease } = log;
  // A writer that is gone has not waited for the index to show what it had written.
  const left = lease && covers(lease.botDays, botId, day) ? lease.until + unsettledMs : 0;
  return readAt >= Math.max(touchOf(log, botId, day).settlesAt ?? 0, left);
}

const inLayers = ({ layers }: Account, botId: string): BotInLayers => ({
  botId,
  places: layers.map((layer, index) => ({ layer, isOwn: index === 0, key: botKeyOf(layer.name, botId) })),
});

const botKeyOf = (layer: string, botId: string): string => `${layer}#${botId}`;
