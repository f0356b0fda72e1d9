import { randomInt } from 'node:crypto';
import type { App, Bot } from '../../domain/account.ts';
import type { AccountClock } from '../../domain/clock.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';
import type { SettingsInput } from '../../domain/settings.ts';
import { type OriginData, toOriginItem } from '../data-sets/origin.ts';
import { ConflictError } from '../errors.ts';
import type { Head } from '../head/head.ts';
import { removeRemains } from '../removals/account-remains.ts';
import { reservedMs } from '../removals/removal-entries.ts';
import { type AccountLife, type Key, sessionPartition } from '../table/keys.ts';
import { removePartition } from '../table/partition.ts';
import { type AccountParts, toAppItem, toBotItem, toRegistryItem } from './account-items.ts';
import type { ClientIds } from './client-ids.ts';

const takeBackLimits = { items: Number.POSITIVE_INFINITY, ms: 10_000 };

export interface NewAccount {
  accountId: string;
  /** Unix ms of the machine's clock. */
  createdAt: number;
  expiresAt?: number | undefined;
  clock: AccountClock;
  settings: SettingsInput;
  rateLimit?: RateLimit | null | undefined;
  bots: readonly Bot[];
  apps: readonly App[];
}

/** Writes the data an account begins with; tells what a reset goes back to, and whether the index shows it all. */
export type FirstData = (
  life: AccountLife,
) => Promise<{ origin: OriginData; lastEpoch?: number; settled: boolean }>;

const noData: Awaited<ReturnType<FirstData>> = { origin: null, settled: true };

const accountExists = (accountId: string): ConflictError =>
  new ConflictError('account_exists', `There is an account ${accountId} already.`);

/** Makes accounts: all of one is written before its head, by which everybody finds it. */
export class AccountMaker {
  readonly #parts: AccountParts;
  readonly #clientIds: ClientIds;

  constructor(parts: AccountParts, clientIds: ClientIds) {
    this.#parts = parts;
    this.#clientIds = clientIds;
  }

  /** @throws ConflictError where the account id or a client id is in use; nothing is left then */
  async create(account: NewAccount, firstData?: FirstData): Promise<void> {
    const { heads, removals, entries } = this.#parts;
    const { accountId, createdAt } = account;
    await removals.removeExpired(accountId, createdAt, removals.budget(takeBackLimits));
    if (await heads.read(accountId)) throw accountExists(accountId);
    // A random number never meets what an earlier account of this id has left.
    const life = { accountId, born: randomInt(2 ** 40) };
    const planned = await entries.planAll('REMOVALS', createdAt + reservedMs, [
      { ...life, what: 'account' },
      { ...life, what: 'dataSet', epoch: life.born },
    ]);
    try {
      await this.#write(life, account, firstData);
    } catch (error) {
      await this.#takeBack(life, account, planned);
      throw error;
    }
    // A note that stays does no harm: a sweep finds its account in use.
    await entries.cancelAll(planned).catch(() => undefined);
  }

  async #write(life: AccountLife, account: NewAccount, firstData: FirstData | undefined): Promise<void> {
    const { table, heads, entries, settlesAt } = this.#parts;
    const { accountId, createdAt, expiresAt, clock, bots, apps } = account;
    const entry = { ...life, createdAt, ...(expiresAt === undefined ? {} : { expiresAt }) };
    // Nobody looks at any of it before the head is there.
    await table.batchWrite([
      { put: toRegistryItem(entry) },
      ...bots.map((bot, position) => ({ put: toBotItem(life, bot, position) })),
      ...apps.map((app, position) => ({ put: toAppItem(life, app, position) })),
    ]);
    const clientIds = apps.map(({ clientId }) => clientId);
    await this.#clientIds.reserve(life, clientIds, createdAt);
    if (expiresAt !== undefined) await entries.plan('EXPIRIES', expiresAt, { ...life, what: 'account' });
    const { origin, lastEpoch = life.born, settled } = (await firstData?.(life)) ?? noData;
    const dataSettlesAt = firstData && settlesAt(settled);
    await table.put(toOriginItem(life, { clock, data: origin }));
    const head: Head = {
      ...entry,
      clock,
      settings: account.settings,
      rateLimit: account.rateLimit ?? null,
      epoch: life.born,
      ...(dataSettlesAt === undefined ? {} : { dataSettlesAt }),
      lastEpoch,
      // A random number tells an account made anew from the one that an instance still remembers.
      configRevision: randomInt(2 ** 47),
    };
    if (!(await heads.create(head))) throw accountExists(accountId);
    // Where it fails, the client ids lead to the account all the same.
    await this.#clientIds.hold(life, clientIds).catch(() => undefined);
  }

  /** Removes what was written of an account that could not be made; where that fails too, a sweep does it. */
  async #takeBack(life: AccountLife, { apps }: NewAccount, planned: readonly Key[]): Promise<void> {
    const { table, removals, entries } = this.#parts;
    const budget = removals.budget(takeBackLimits);
    try {
      // Another may have made the account meanwhile, with the same client ids.
      await this.#clientIds.release(
        life,
        apps.map(({ clientId }) => clientId),
      );
      const gone = await removeRemains(table, life, budget);
      const { accountId, born } = life;
      if (!gone || !(await removePartition(table, sessionPartition({ accountId, epoch: born }), budget)))
        return;
      await entries.cancelAll(planned);
    } catch {
      // The failure that led here says more.
    }
  }
}
