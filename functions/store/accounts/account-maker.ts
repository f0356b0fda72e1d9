import { randomInt } from 'node:crypto';
import type { App, Bot } from '../../domain/account.ts';
import type { AccountClock } from '../../domain/clock.ts';
import { over } from '../../domain/layers.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';
import type { SettingsInput } from '../../domain/settings.ts';
import { type FrozenData, noData, toOriginItem } from '../data-sets/kept-states.ts';
import { ConflictError, DataGoneError } from '../errors.ts';
import type { Head } from '../head/head.ts';
import { newLayerName, toLayersText } from '../head/layers-text.ts';
import { userOf } from '../removals/layer-users.ts';
import { graceMs, type PlacedRemoval, reservedMs, toEntryPuts } from '../removals/removal-entries.ts';
import type { AccountLife } from '../table/keys.ts';
import type { BatchWrite } from '../table/table.ts';
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

/** Fills a layer with the sessions that an account begins with. */
export interface Seed {
  fill: (layer: string) => Promise<{ sessions: number; settled: boolean }>;
}

/** What an account begins with: sessions that are made now, or those of another account. */
export type FirstData = Seed | FrozenData;

const accountExists = (accountId: string): ConflictError =>
  new ConflictError('account_exists', `There is an account ${accountId} already.`);

const clientIdsOf = ({ apps }: Pick<NewAccount, 'apps'>): string[] => apps.map(({ clientId }) => clientId);

/** Makes accounts: all of one is written before its head, by which everybody finds it. */
export class AccountMaker {
  readonly #parts: AccountParts;
  readonly #clientIds: ClientIds;

  constructor(parts: AccountParts, clientIds: ClientIds) {
    this.#parts = parts;
    this.#clientIds = clientIds;
  }

  /**
   * @throws ConflictError where the account id or a client id is in use; nothing is left then
   * @throws DataGoneError where nobody has the sessions any more that it was to begin with
   */
  async create(account: NewAccount, firstData: FirstData = noData): Promise<void> {
    const { table, heads, removals, entries, layers } = this.#parts;
    const { accountId, createdAt, clock } = account;
    const budget = removals.budget(takeBackLimits);
    const { retired, head } = await removals.removeExpired(accountId, createdAt, budget);
    // Another may have made it anew by then.
    if (head || (retired && (await heads.read(accountId)))) throw accountExists(accountId);
    // A random number never meets what an earlier account of this id has left.
    const life = { accountId, born: randomInt(2 ** 40) };
    const own = newLayerName();
    const seed = 'fill' in firstData ? { ...firstData, layer: newLayerName() } : undefined;
    const given = 'layers' in firstData ? firstData : noData;
    const below = seed ? seed.layer : given.layers[0]?.name;
    const planned = await entries.plan('REMOVALS', [
      { ...life, what: 'account', layer: own, below, epoch: life.born, due: createdAt + reservedMs },
    ]);
    try {
      // A removal finds client ids by the apps, so apps come first; the origin of a seed is known only after it.
      await this.#write(life, account, seed ? [] : [{ put: toOriginItem(life, clock, given) }]);
      await this.#clientIds.reserve(life, clientIdsOf(account), createdAt);
      const data = seed ? await this.#fill(life, account, seed) : given;
      if (seed) await table.put(toOriginItem(life, clock, data));
      const users = [own, userOf.origin(life.born)];
      if (seed) await layers.freeze({ layer: seed.layer }, users);
      else if (below !== undefined && !(await layers.take(below, users))) throw new DataGoneError();
      await this.#createHead(life, own, account, data);
    } catch (error) {
      if (!(await this.#isMade(life))) {
        await this.#takeBack(life, account, planned);
        throw error;
      }
    }
    // A note that stays does no harm: a sweep finds its account in use.
    await entries.cancel(planned).catch(() => undefined);
  }

  /** Whether the head is there all the same: the answers to its writing were lost. */
  async #isMade({ accountId, born }: AccountLife): Promise<boolean> {
    const head = await this.#parts.heads.read(accountId).catch(() => undefined);
    return head?.born === born;
  }

  /** Writes all but the sessions and the head: nobody looks at any of it before the head is there. */
  async #write(life: AccountLife, account: NewAccount, origin: readonly BatchWrite[]): Promise<void> {
    const { createdAt, expiresAt, bots, apps } = account;
    const expiry =
      expiresAt === undefined ? [] : toEntryPuts('EXPIRIES', { ...life, what: 'account', due: expiresAt });
    await this.#parts.table.batchWrite([
      { put: toRegistryItem({ ...life, createdAt, ...(expiresAt === undefined ? {} : { expiresAt }) }) },
      ...bots.map((bot, position) => ({ put: toBotItem(life, bot, position) })),
      ...apps.map((app, position) => ({ put: toAppItem(life, app, position) })),
      ...origin,
      ...expiry,
    ]);
  }

  /** Fills a frozen layer with what an account begins with. */
  async #fill(
    life: AccountLife,
    account: NewAccount,
    { fill, layer }: Seed & { layer: string },
  ): Promise<FrozenData> {
    const { settlesAt, time } = this.#parts;
    const { sessions, settled } = await fill(layer);
    // By then another may have taken the client ids for abandoned.
    if (account.createdAt + graceMs <= time.now())
      await this.#clientIds.reserve(life, clientIdsOf(account), time.now());
    return { layers: [{ name: layer, revision: 0, settlesAt: settlesAt(settled) }], sessions };
  }

  async #createHead(life: AccountLife, own: string, account: NewAccount, data: FrozenData): Promise<void> {
    const { createdAt, expiresAt, clock, settings, rateLimit = null } = account;
    const head: Head = {
      ...life,
      createdAt,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      clock,
      settings,
      rateLimit,
      epoch: life.born,
      layers: toLayersText(over(own, data.layers, 0)),
      sessions: data.sessions,
      // A random number tells an account made anew from the one that an instance still remembers.
      configRevision: randomInt(2 ** 47),
    };
    if (!(await this.#parts.heads.create(head))) throw accountExists(life.accountId);
    // Where it fails, the client ids lead to the account all the same.
    await this.#clientIds.hold(life, clientIdsOf(account)).catch(() => undefined);
  }

  /** Removes what was written of an account that could not be made; where that fails too, a sweep does it. */
  async #takeBack(life: AccountLife, account: NewAccount, planned: readonly PlacedRemoval[]): Promise<void> {
    const { removals, entries } = this.#parts;
    try {
      // Another may have made the account meanwhile, with the same client ids.
      await this.#clientIds.release(life, clientIdsOf(account));
      const gone = await removals.removeAll(planned, account.createdAt, removals.budget(takeBackLimits));
      if (gone) await entries.cancel(planned);
    } catch {
      // The failure that led here says more.
    }
  }
}
