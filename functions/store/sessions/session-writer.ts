import { type BotDays, botDaysOf, nowhere } from '../../domain/bot-days.ts';
import type { Layers } from '../../domain/layers.ts';
import type { Session } from '../../domain/session.ts';
import { layersOf } from '../head/head.ts';
import type { HeldLease } from '../head/held-lease.ts';
import type { Leases } from '../head/leases.ts';
import type { AccountLife, DataSet } from '../table/keys.ts';
import type { Batches, SessionPlace, SessionStore, WriteResult } from './sessions.ts';

/** Changes sessions that requests see: who reads meanwhile sees them as they were before, or afterwards. */
export class SessionWriter {
  readonly #sessions: SessionStore;
  readonly #leases: Leases;

  constructor(sessions: SessionStore, leases: Leases) {
    this.#sessions = sessions;
    this.#leases = leases;
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
    return this.#leases.run(account, { botDays: botDaysOf(sessions) }, async (lease) => {
      if (lease.head.epoch !== account.epoch) return { result: nothing, settled: true };
      const result = await this.#sessions.write(layersOf(lease.head), sessions, lease, until);
      return { result, settled: result.settled, more: result.isUncounted ? null : result.written };
    });
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
   * @param places is asked for them once nobody else writes
   * @param countsAsSessions whether the account has as many sessions fewer then
   * @returns how many, and whether the index shows none of them any more
   * @throws AccountGoneError, AccountBusyError
   */
  async delete(
    account: AccountLife & DataSet,
    botDays: BotDays,
    places: (layers: Layers) => Batches<SessionPlace>,
    countsAsSessions = true,
  ): Promise<{ deleted: number; settled: boolean }> {
    const plan = { botDays, removes: true };
    return this.#leases.run(account, plan, async (lease) => {
      let [deleted, settled] = [0, true];
      const layers = layersOf(lease.head);
      if (lease.head.epoch !== account.epoch) return { result: { deleted, settled }, settled };
      for await (const batch of places(layers)) {
        await lease.widen(botDaysOf(batch));
        settled = (await this.#sessions.delete(layers, batch, lease)) && settled;
        deleted += batch.length;
      }
      return { result: { deleted, settled }, settled, more: countsAsSessions ? -deleted : 0 };
    });
  }
}
