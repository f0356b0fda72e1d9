import { botDaysOf } from '../../domain/bot-days.ts';
import type { Layer, Layers } from '../../domain/layers.ts';
import type { IndexEntry } from '../../domain/query.ts';
import type { Session } from '../../domain/session.ts';
import type { Time } from '../../domain/time.ts';
import type { HeldLease } from '../head/held-lease.ts';
import { settle } from '../head/settle.ts';
import { type Item, type Key, sessionKey } from '../table/keys.ts';
import type { BatchWrite, Table, WritePermit } from '../table/table.ts';
import { tableDefinition } from '../table/table-definition.ts';
import { wasThrottled } from '../table/throttling.ts';
import { ExpectedIndex } from './index-view.ts';
import { findNewest, walkNewest } from './layered-items.ts';
import { toIndexEntry, toSessionItem } from './session-item.ts';
import {
  indexKeyOf,
  isTombstone,
  type SessionRecord,
  toItem,
  toLeftPlace,
  toRecord,
  toRemoval,
} from './session-record.ts';
import { pageSize, placeAttributes, type SessionPlace, StoredSessions, toPlace } from './stored-sessions.ts';
import type { Written } from './written.ts';

const { sortKey } = tableDefinition;

export interface WriteResult {
  /** Sessions that were not there before. */
  written: number;
  /** Sessions that took the place of one with the same id. */
  replaced: number;
  /** Whether the index shows all of it; otherwise queries may miss some for a moment longer. */
  settled: boolean;
  /** Where the time was up: how many of the sessions were dealt with, from the first on. */
  stoppedAt?: number;
  /** Why, where that was throttling. */
  throttled?: unknown;
  /** How many of the others are there all the same, and were not before; null: that is not known. */
  beyond?: number | null;
}

/** @throws ThrottledError where none of the sessions was dealt with in time */
export function orThrottled(result: WriteResult): WriteResult {
  if (result.stoppedAt === 0) throw result.throttled;
  return result;
}

/** What is kept as sessions are: under an id, at a place of the index. */
export type Placed = Pick<Session, 'sessionId' | 'botId' | 'startTime'>;

/** Makes the item of such a thing in a layer. */
export type ToItem<T> = (layer: string, thing: T, fencingToken: number) => Item & Key;

export type Batches<T> = AsyncIterable<readonly T[]> | Iterable<readonly T[]>;

/** A lease as far as writing sessions needs it. */
export type WriteLease = Pick<HeldLease, 'fencingToken' | 'widen' | 'checkHeld' | 'signal'> &
  Partial<Pick<HeldLease, 'turn'>>;

/** Sessions that are written one after the other: where the time is up, what is done of them stays. */
const writtenAtOnce = 500;

/** What was begun when the time was up is finished where that does not take long, ms. */
const finishWithinMs = 1_500;

/** Sessions in the table: what is found of them, and how they are written. */
export class SessionStore extends StoredSessions {
  readonly #table: Table;
  readonly #time: Time;
  readonly #isIndexImmediate: boolean;

  /** @param isIndexImmediate whether the index shows a write as soon as the table does */
  constructor(table: Table, time: Time, isIndexImmediate = false) {
    super(table);
    this.#table = table;
    this.#time = time;
    this.#isIndexImmediate = isIndexImmediate;
  }

  /**
   * Writes sessions in their order, each in place of one with its id; of several with one id the last is kept.
   *
   * @param lease under which it is done, so that nobody reads the half of it
   * @param until when no more are begun, by the clock that is never set; a part that is throttled for longer is given up
   * @param changes to which is added what is written
   */
  write(
    layers: Layers,
    sessions: readonly Session[],
    lease: WriteLease,
    until?: number,
    changes?: Written,
  ): Promise<WriteResult> {
    return this.writeItems(layers, sessions, toSessionItem, lease, until, changes);
  }

  /**
   * As `write`, of whatever is kept as sessions are.
   *
   * @param onReplaced told what the index knew of those that others take the place of
   */
  async writeItems<T extends Placed>(
    layers: Layers,
    sessions: readonly T[],
    toItemOf: ToItem<T>,
    lease: WriteLease,
    until = Number.POSITIVE_INFINITY,
    changes?: Written,
    onReplaced: (before: readonly IndexEntry[]) => void = () => {},
  ): Promise<WriteResult> {
    const lastOf = new Map(sessions.map(({ sessionId }, index) => [sessionId, index]));
    const expected = new ExpectedIndex(this.#isIndexImmediate, changes);
    const permit = {
      turn: async () => lease.turn?.(),
      checkHeld: () => lease.checkHeld(),
      signal: lease.signal,
      until: Number.isFinite(until) ? until + finishWithinMs : undefined,
    };
    let [done, written, replaced] = [0, 0, 0];
    let cut: Pick<WriteResult, 'throttled' | 'beyond'> | undefined;
    while (done < sessions.length && (done === 0 || this.#time.monotonic() < until)) {
      const end = Math.min(sessions.length, done + writtenAtOnce);
      const part = sessions
        .slice(done, end)
        .filter(({ sessionId }, index) => lastOf.get(sessionId) === done + index);
      const ids = part.map(({ sessionId }) => sessionId);
      const visible = new Map<string, Item>();
      try {
        const seen = await this.#before(layers, ids, permit);
        for (const item of [...seen.below, ...seen.before]) visible.set(String(item[sortKey]), item);
        for (const [id, item] of visible) if (isTombstone(item)) visible.delete(id);
        const items = part.map((each) => toItemOf(layers[0].name, each, lease.fencingToken));
        await this.#writePart(layers, items, seen, lease, permit, expected);
      } catch (throttled) {
        if (!wasThrottled(throttled)) throw throttled;
        const others = ids.filter((id) => !visible.has(id));
        const beyond = await this.#arrived(layers, others, lease, permit).catch(() => null);
        cut = { throttled, beyond };
        break;
      }
      written += part.length - visible.size;
      replaced += visible.size;
      onReplaced([...visible.values()].map(toIndexEntry));
      done = end;
    }
    const settled = await this.#settle(expected);
    const stopped = done < sessions.length ? { stoppedAt: done } : {};
    return { written, replaced, settled: settled && !cut, ...stopped, ...cut };
  }

  async #writePart(
    layers: Layers,
    items: readonly (Item & Key)[],
    { before, below }: Seen,
    lease: WriteLease,
    permit: WritePermit,
    expected: ExpectedIndex,
  ): Promise<void> {
    const own = layers[0].name;
    await lease.widen(botDaysOf([...before, ...below].map(toPlace)));
    const placeBelow = new Map(below.map((item) => [item[sortKey], toPlace(item)]));
    // A writer that ends in between would leave the session at both places.
    const puts = items.map((put) => {
      const place = placeBelow.get(put.sk);
      const isLeft =
        place && (put['start_time'] !== place.start || put['botId'] !== indexKeyOf(own, place).botId);
      return { put, beside: isLeft ? toLeftPlace(own, place) : undefined };
    });
    await this.days.note(own, botDaysOf(items.map(toPlace)), permit);
    await this.#change(before, puts, [], permit, expected);
  }

  /** How many of the sessions are there of what is written under the lease. */
  async #arrived(
    [own]: Layers,
    ids: readonly string[],
    { fencingToken }: WriteLease,
    permit: WritePermit,
  ): Promise<number> {
    const found = await findNewest(this.#table, [own], ids, ['stamp'], { permit });
    return [...found.values()].filter(({ item }) => item['stamp'] === fencingToken).length;
  }

  /**
   * Fills a layer that holds nothing yet. Ids must differ from each other.
   *
   * @returns how many they are, and whether the index shows all of them
   */
  async fill(
    layer: string,
    batches: Batches<SessionRecord>,
  ): Promise<{ sessions: number; settled: boolean }> {
    const expected = new ExpectedIndex(this.#isIndexImmediate);
    let sessions = 0;
    for await (const records of batches) {
      const items = records.map((record) => toItem(layer, record));
      await this.#add(layer, items, expected);
      sessions += items.length;
    }
    return { sessions, settled: await this.#settle(expected) };
  }

  /**
   * Fills a layer that holds nothing yet with what layers say that lie on another: each session once, and a trace of
   * what they hide in that.
   *
   * @param mayGoOn asked now and then
   * @param after the session up to which that was done before
   * @returns up to which session it is done; once that is all of it, whether the index shows it
   */
  async merge(
    into: string,
    layers: readonly Layer[],
    base: Layer,
    mayGoOn: () => boolean,
    after?: string,
  ): Promise<{ upTo: string | undefined; settled?: boolean }> {
    const expected = new ExpectedIndex(this.#isIndexImmediate);
    let upTo = after;
    for await (const found of walkNewest(this.#table, layers, { after, Limit: pageSize })) {
      if (!mayGoOn()) return { upTo };
      const ids = found.map(({ item }) => String(item[sortKey]));
      const below = await findNewest(this.#table, [base], ids, placeAttributes.slice(1));
      const items = found.flatMap(({ item }) => {
        const hidden = below.get(String(item[sortKey]));
        const place = hidden && toPlace(hidden.item);
        if (isTombstone(item)) return place ? [toRemoval(into, place)] : [];
        const record = toRecord(item);
        const hasLeft = place && (place.start !== record.start || place.botId !== record.botId);
        return [toItem(into, record), ...(hasLeft ? [toLeftPlace(into, place)] : [])];
      });
      await this.#add(into, items, expected);
      upTo = ids.at(-1);
    }
    const settled = await this.#settle(expected);
    // Nobody has looked whether the index shows what was done before.
    return { upTo, settled: settled && (after === undefined || this.#isIndexImmediate) };
  }

  /** Puts items into a layer that nobody reads yet. */
  async #add(layer: string, items: readonly (Item & Key)[], expected: ExpectedIndex): Promise<void> {
    await this.days.note(layer, botDaysOf(items.map(toPlace)));
    await this.#change(
      [],
      items.map((put) => ({ put })),
      [],
      undefined,
      expected,
    );
  }

  /**
   * Removes sessions.
   *
   * @param lease under which it is done, so that nobody reads the half of it
   * @param changes to which is added what is removed
   * @returns whether the index shows none of them any more
   */
  async delete(
    layers: Layers,
    places: readonly SessionPlace[],
    lease: WriteLease,
    changes?: Written,
  ): Promise<boolean> {
    const own = layers[0].name;
    const ids = places.map(({ sessionId }) => sessionId);
    const { before, below } =
      layers.length > 1
        ? await this.#before(layers, ids, lease)
        : { before: places.map((place) => toRemoval(own, place)), below: [] };
    await lease.widen(botDaysOf([...before, ...below].map(toPlace)));
    // What is only in the own layer leaves no trace.
    const removals = new Map(below.map((item) => [String(item[sortKey]), toRemoval(own, toPlace(item))]));
    const deleted = ids.filter((id) => !removals.has(id)).map((id) => sessionKey(own, id));
    const expected = new ExpectedIndex(this.#isIndexImmediate, changes);
    const puts = [...removals.values()].map((put) => ({ put }));
    await this.#change(before, puts, deleted, lease, expected);
    return this.#settle(expected);
  }

  /** What the own layer knows of the sessions, and where they are seen in the layers below. */
  async #before([own, ...frozen]: Layers, ids: readonly string[], permit: WritePermit): Promise<Seen> {
    const attributes = placeAttributes.slice(1);
    const [before, below] = await Promise.all(
      [[own], frozen].map((layers) => findNewest(this.#table, layers, ids, attributes, { permit })),
    );
    return {
      before: [...(before?.values() ?? [])].map(({ item }) => item),
      below: [...(below?.values() ?? [])].map(({ item }) => item).filter((item) => !isTombstone(item)),
    };
  }

  /** As `settle`. */
  #settle(expected: ExpectedIndex): Promise<boolean> {
    return settle(this.#time, () => expected.isShown(this.#table));
  }

  /** @param expected to which is added what the index is to show then */
  async #change(
    before: readonly Item[],
    puts: readonly Put[],
    deletes: readonly Key[],
    permit: WritePermit | undefined,
    expected: ExpectedIndex,
  ): Promise<void> {
    const writes: BatchWrite[] = [...puts, ...deletes.map((key) => ({ delete: key }))];
    await this.#table.batchWrite(writes, permit);
    for (const item of before) expected.expect(item, false);
    for (const { put, beside } of puts) {
      expected.expect(put, true);
      if (beside) expected.expect(beside, true);
    }
  }
}

/** What the own layer knew of sessions, and where they were seen below. */
interface Seen {
  before: Item[];
  below: Item[];
}

type Put = Extract<BatchWrite, { put: unknown }>;
