import { randomBytes } from 'node:crypto';
import { type Layer, over } from '../../domain/layers.ts';
import { isUnchangedSince, settlesAt } from '../../domain/session-log.ts';
import type { Time } from '../../domain/time.ts';
import { DataGoneError } from '../errors.ts';
import { type Head, layersOf, toFaultPlan, toStoredFaults } from '../head/head.ts';
import type { Heads } from '../head/heads.ts';
import { type HeldLease, stoodStill } from '../head/held-lease.ts';
import { newLayerName, toLayersText } from '../head/layers-text.ts';
import { fromLogText } from '../head/session-log-text.ts';
import { type LayerUsers, userOf } from '../removals/layer-users.ts';
import {
  graceMs,
  type PlacedRemoval,
  type RemovalEntries,
  type RemovalEntry,
  reservedMs,
} from '../removals/removal-entries.ts';
import { type AccountLife, type DataSet, lifeOf } from '../table/keys.ts';
import type { AccountState, Snapshot } from './kept-states.ts';

/** A state that was kept. */
export interface Kept extends AccountState {
  /** By what it holds its layers in use. */
  id: string;
  /** What is to be cancelled once it is noted where it belongs. */
  noted: readonly PlacedRemoval[];
}

/** A snapshot as far as removing it needs it. */
type SnapshotRef = Pick<Kept, 'id' | 'layers'> & { name: string };

const newSnapshotId = (): string => randomBytes(9).toString('base64url');

type Planned = RemovalEntry & { due: number };

/** What accounts' sessions are in, and how that changes from one moment to the next. `now` is the machine's, Unix ms. */
export class DataSetStore {
  readonly #heads: Heads;
  readonly #entries: RemovalEntries;
  readonly #users: LayerUsers;
  readonly #time: Time;

  constructor(heads: Heads, entries: RemovalEntries, users: LayerUsers, time: Time) {
    this.#heads = heads;
    this.#entries = entries;
    this.#users = users;
    this.#time = time;
  }

  /**
   * Has requests see other sessions, clock and faults from one moment to the next.
   *
   * @throws AccountGoneError
   * @throws DataGoneError where nobody has those sessions any more
   */
  async switchTo(life: AccountLife, state: AccountState, now: number): Promise<void> {
    const startedAt = this.#time.monotonic();
    const { layers, sessions, clock, faults } = state;
    const [top] = layers;
    for (;;) {
      const head = await this.#heads.readOf(life);
      const own = newLayerName();
      const { revision } = fromLogText(head.log);
      const noted = await this.#noteAll([
        this.#reserved(life, own, top?.name, now),
        this.#discarded(life, head, now, head.epoch),
      ]);
      if (top && !(await this.#users.take(top.name, [own]))) throw new DataGoneError();
      const after = {
        epoch: head.epoch + 1,
        layers: toLayersText(over(own, layers, revision)),
        sessions,
        clock,
        faults: toStoredFaults(faults),
      };
      this.#checkInTime(startedAt);
      if (!(await this.#replace(life, head, after))) continue;
      return this.keepNoted(noted.slice(0, 1));
    }
  }

  /**
   * Removes all sessions, while nobody else writes any.
   *
   * @returns how many there were, null where that is not known; none where the account was reset or restored since it
   *   was read
   * @throws AccountGoneError
   */
  async clear(account: AccountLife & DataSet, lease: HeldLease, now: number): Promise<number | null> {
    let { head } = lease;
    while (head.epoch === account.epoch) {
      const noted = await this.#noteAll([this.#discarded(account, head, now)]);
      const after = {
        layers: toLayersText(over(newLayerName(), [], lease.fencingToken)),
        sessions: 0,
      };
      if (await this.#replaceUnder(lease, account, head, after)) return head.sessions ?? null;
      // The layers may have become fewer: the sessions are the same.
      await this.keepNoted(noted);
      head = await this.#heads.readOf(account);
    }
    return 0;
  }

  /**
   * Keeps what an account has now, while nobody else writes its sessions: its own layer is frozen, unless it is empty,
   * and the account goes on in a new one.
   *
   * @param snapshot under this name; absent: for the account alone, until another takes it up
   * @throws AccountGoneError
   */
  async keep(life: AccountLife, lease: HeldLease, now: number, snapshot?: string): Promise<Kept> {
    const startedAt = this.#time.monotonic();
    for (let head = lease.head; ; head = await this.#heads.readOf(life)) {
      // Not that of a round before: what that has taken up would be taken for this one's, and stay.
      const id = newSnapshotId();
      const [own, ...frozen] = layersOf(head);
      const log = fromLogText(head.log);
      const isEmpty = own.revision !== undefined && isUnchangedSince(log, own.revision);
      const settles = settlesAt(log);
      const kept = {
        name: own.name,
        // The lease has changed nothing.
        revision: lease.fencingToken - 1,
        ...(settles > this.#time.now() ? { settlesAt: settles } : {}),
      };
      const layers = isEmpty ? frozen : [kept, ...frozen];
      const state = {
        id,
        layers,
        sessions: head.sessions ?? null,
        clock: head.clock,
        faults: toFaultPlan(head.faults),
      };
      const user = snapshot === undefined ? [] : [userOf.snapshot(id)];
      const next = newLayerName();
      const noted = await this.#noteAll([
        ...(snapshot === undefined
          ? []
          : [this.#snapshot(life, { name: snapshot, ...state }, now + reservedMs)]),
        ...(isEmpty ? [] : [this.#reserved(life, next, own.name, now)]),
      ]);
      const [top] = layers;
      if (isEmpty) {
        // What lies below the own layer is in use, unless the account was reset meanwhile.
        if (top && user.length > 0 && !(await this.#users.take(top.name, user))) continue;
        return { ...state, noted };
      }
      await this.#users.freeze({ layer: own.name, below: frozen[0]?.name, owner: lifeOf(life) }, [
        next,
        ...user,
      ]);
      this.#checkInTime(startedAt);
      const after = {
        layers: toLayersText(over(next, layers, lease.fencingToken)),
        sessions: state.sessions,
      };
      if (await this.#replaceUnder(lease, life, head, after)) return { ...state, noted };
    }
  }

  /**
   * Holds sessions in use for a snapshot that is about to be kept.
   *
   * @throws DataGoneError where nobody has them any more
   */
  async hold(
    life: AccountLife,
    name: string,
    layers: readonly Layer[],
    now: number,
  ): Promise<Pick<Kept, 'id' | 'noted'>> {
    const id = newSnapshotId();
    const noted = await this.#noteAll([this.#snapshot(life, { name, id, layers }, now + reservedMs)]);
    const [top] = layers;
    if (top && !(await this.#users.take(top.name, [userOf.snapshot(id)]))) throw new DataGoneError();
    return { id, noted };
  }

  /** Has a snapshot let go of what it uses, unless it is still there in a moment. */
  async discard(life: AccountLife, snapshot: Snapshot, now: number): Promise<void> {
    const due = now + graceMs;
    const { earlier } = snapshot;
    if (!earlier || !('archive' in earlier)) await this.#noteAll([this.#snapshot(life, snapshot, due)]);
    else {
      await this.#noteAll([
        { ...lifeOf(life), what: 'archive', epoch: earlier.archive, due },
        { ...lifeOf(life), what: 'layer', layer: earlier.into ?? undefined, due },
      ]);
    }
  }

  /** What was noted has come into use. A note that stays does no harm: a sweep finds what it names in use. */
  async keepNoted(noted: readonly PlacedRemoval[]): Promise<void> {
    await this.#entries.cancel(noted).catch(() => undefined);
  }

  #noteAll(entries: readonly Planned[]): Promise<PlacedRemoval[]> {
    return this.#entries.plan('REMOVALS', entries);
  }

  /** An own layer that nobody sees yet. */
  #reserved(life: AccountLife, layer: string, below: string | undefined, now: number): Planned {
    return { ...lifeOf(life), what: 'layer', layer, below, due: now + reservedMs };
  }

  /** An own layer that nobody sees any more, and what requests have left behind in its epoch. */
  #discarded(life: AccountLife, head: Head, now: number, epoch?: number): Planned {
    const [own, below] = layersOf(head);
    const due = now + graceMs;
    return { ...lifeOf(life), what: 'layer', layer: own.name, below: below?.name, epoch, due };
  }

  #snapshot(life: AccountLife, { name, id, layers: [top] }: SnapshotRef, due: number): Planned {
    return { ...lifeOf(life), what: 'snapshot', name, id, layer: top?.name, due };
  }

  #replace(life: AccountLife, head: Head, after: Partial<Head>): Promise<boolean> {
    return this.#heads.replace(life, { epoch: head.epoch, layers: head.layers }, after, 'layers');
  }

  /**
   * As `#replace`, while the lease holds: a call that arrives late is not done, as another may write the own layer by
   * then.
   */
  async #replaceUnder(
    lease: HeldLease,
    life: AccountLife,
    { epoch, layers }: Head,
    after: Partial<Head>,
  ): Promise<boolean> {
    for (;;) {
      lease.checkHeld();
      const { log, ...head } = await this.#heads.readOf(life);
      if (head.epoch !== epoch || head.layers !== layers) return head.layers === after.layers;
      if (fromLogText(log).lease?.fencingToken !== lease.fencingToken) throw stoodStill(life.accountId);
      // The lease may have been renewed meanwhile.
      if (await this.#heads.replace(life, { epoch, layers, log }, after, 'layers')) {
        lease.written = { ...head, ...(log === undefined ? {} : { log }), ...after };
        return true;
      }
    }
  }

  /** @throws where a sweep may have begun to remove what was reserved */
  #checkInTime(startedAt: number): void {
    if (this.#time.monotonic() - startedAt > reservedMs / 2)
      throw new Error('Taking up sessions took too long.');
  }
}
