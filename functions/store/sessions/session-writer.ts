import { type BotDays, botDaysOf, nowhere } from '../../domain/bot-days.ts';
import type { Layers } from '../../domain/layers.ts';
import type { Session } from '../../domain/session.ts';
import { type Commit, settlesAt } from '../../domain/session-log.ts';
import { type Head, layersOf } from '../head/head.ts';
import type { HeldLease } from '../head/held-lease.ts';
import type { Leases } from '../head/leases.ts';
import { fromLogText } from '../head/session-log-text.ts';
import type { AccountLife, DataSet } from '../table/keys.ts';
import { type Batches, orThrottled, type SessionStore, type WriteResult } from './sessions.ts';
import type { SessionPlace } from './stored-sessions.ts';
import { Written } from './written.ts';

/** Told what was written to a layer, once everybody sees it. */
export type OnCommit = (layers: Layers, logs: Commit, written: Written) => void;

/** Changes sessions that requests see: who reads meanwhile sees them as they were before, or afterwards. */
export class SessionWriter {
  readonly #sessions: SessionStore;
  readonly #leases: Leases;
  readonly #onCommit: OnCommit | undefined;

  constructor(sessions: SessionStore, leases: Leases, onCommit?: OnCommit) {
    this.#sessions = sessions;
    this.#leases = leases;
    this.#onCommit = onCommit;
  }

  /**
   * Writes sessions in their order, each in place of one with its id; of several with one id the last is kept. Writes
   * none where the account was reset or restored since it was read.
   *
   * @param until when no more are begun, by the clock that is never set
   * @throws AccountGoneError, AccountBusyError, ThrottledError
   */
  async write(
    account: AccountLife & DataSet,
    sessions: readonly Session[],
    until?: number,
  ): Promise<WriteResult> {
    const nothing = { written: 0, replaced: 0, settled: true };
    if (sessions.length === 0) return nothing;
    const result = await this.#leases.run(account, { botDays: botDaysOf(sessions) }, async (lease) => {
      if (lease.head.epoch !== account.epoch) return { result: nothing, settled: true };
      const layers = layersOf(lease.head);
      const { changes, onCommit } = this.#keeping(layers);
      const result = await this.#sessions.write(layers, sessions, lease, until, changes);
      const { settled, written, beyond = 0 } = result;
      return { result, settled, more: beyond === null ? null : written + beyond, onCommit };
    });
    return orThrottled(result);
  }

  /**
   * Does work while nobody writes sessions of the account.
   *
   * @throws AccountGoneError, AccountBusyError
   */
  async hold<T>(account: AccountLife, work: (lease: HeldLease) => Promise<T>): Promise<T> {
    return this.#leases.run(account, { botDays: nowhere }, async (lease) => ({
      result: await work(lease),
      settled: true,
    }));
  }

  /**
   * Removes sessions.
   *
   * @param botDays where most of them are, as far as that is known beforehand
   * @param places is asked for them once nobody else writes, and told until when the index may not show all, Unix ms
   * @param countsAsSessions whether the account has as many sessions fewer then
   * @returns how many, and whether the index shows none of them any more
   * @throws AccountGoneError, AccountBusyError
   */
  async delete(
    account: AccountLife & DataSet,
    botDays: BotDays,
    places: (layers: Layers, settlesAt: number) => Batches<SessionPlace>,
    countsAsSessions = true,
  ): Promise<{ deleted: number; settled: boolean }> {
    const plan = { botDays, removes: true };
    return this.#leases.run(account, plan, async (lease) => {
      let [deleted, settled] = [0, true];
      const layers = layersOf(lease.head);
      if (lease.head.epoch !== account.epoch) return { result: { deleted, settled }, settled };
      const { changes, onCommit } = this.#keeping(layers);
      for await (const batch of places(layers, settlesAtOf(lease.head))) {
        await lease.widen(botDaysOf(batch));
        settled = (await this.#sessions.delete(layers, batch, lease, changes)) && settled;
        deleted += batch.length;
      }
      const more = countsAsSessions ? -deleted : 0;
      return { result: { deleted, settled }, settled, more, onCommit };
    });
  }

  /** What is to be told of a write, where somebody wants to know. */
  #keeping(layers: Layers): { changes?: Written; onCommit?: (logs: Commit) => void } {
    const tell = this.#onCommit;
    if (!tell) return {};
    const changes = new Written();
    return { changes, onCommit: (logs) => tell(layers, logs, changes) };
  }
}

const settlesAtOf = (head: Head): number =>
  Math.max(settlesAt(fromLogText(head.log)), ...layersOf(head).map((layer) => layer.settlesAt ?? 0));
