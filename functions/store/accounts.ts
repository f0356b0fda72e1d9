import { randomInt } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Account, App, Bot } from '../domain/account.ts';
import type { AccountClock } from '../domain/clock.ts';
import type { FaultPlan } from '../domain/faults.ts';
import { isId } from '../domain/ids.ts';
import type { RateLimit } from '../domain/rate-limit.ts';
import type { SettingsInput } from '../domain/settings.ts';
import {
  type Config,
  type Head,
  toAccount,
  toAppItem,
  toBotItem,
  toConfig,
  toHead,
  toHeadItem,
  toRegistryItem,
} from './account-items.ts';
import { removeRemains } from './account-remains.ts';
import { Budget } from './budget.ts';
import { ClientIds } from './client-ids.ts';
import {
  type AccountLife,
  accountPartition,
  appKey,
  botKey,
  headKey,
  type Key,
  sessionPartition,
} from './keys.ts';
import { type OriginData, toOriginItem } from './origin.ts';
import { readWholePartition, removePartition } from './partition.ts';
import { RemovalEntries } from './removal-entries.ts';
import { Removals } from './removals.ts';
import { isConditionFailure, type Table } from './table.ts';
import { tableDefinition } from './table-definition.ts';

const { sortKey } = tableDefinition;
const accountsKept = 1000;

/** What a caller that was cut off has left is removed after so long: nothing takes that long. */
export const claimMs = 3_600_000;

const withoutLimit = (): Budget => new Budget({ items: Number.POSITIVE_INFINITY, ms: 10_000 });

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

/** Writes the data an account begins with, and tells what a reset goes back to. */
export type FirstData = (life: AccountLife) => Promise<{ origin: OriginData; lastEpoch?: number }>;

export interface AccountChange {
  expiresAt?: number | undefined;
  clock?: AccountClock | undefined;
  settings?: SettingsInput | undefined;
  rateLimit?: RateLimit | null | undefined;
  faults?: FaultPlan | null | undefined;
}

/** What a write ran into: the caller's request, not the store, is at fault. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly code: 'account_exists' | 'client_id_taken' | 'bot_exists';

  constructor(code: ConflictError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const accountExists = (accountId: string): ConflictError =>
  new ConflictError('account_exists', `There is an account ${accountId} already.`);

/**
 * Accounts in the table: a head item, and bots and apps beside it. A warm instance keeps what seldom
 * changes and checks it against the head, which every request reads anyway.
 */
export class AccountStore {
  readonly #table: Table;
  readonly #removals: Removals;
  readonly #entries: RemovalEntries;
  readonly #clientIds: ClientIds;
  readonly #accountOfClient = new LRUCache<string, string>({ max: accountsKept });
  readonly #configs = new LRUCache<string, Config>({ max: accountsKept });

  constructor(table: Table) {
    this.#table = table;
    this.#removals = new Removals(table);
    this.#entries = new RemovalEntries(table);
    this.#clientIds = new ClientIds(table);
  }

  /** The account, or undefined where there is none; an expired one is still returned. */
  async read(accountId: string): Promise<Account | undefined> {
    if (!isId(accountId)) return undefined;
    const known = this.#configs.get(accountId);
    if (known) {
      const item = await this.#table.get(headKey(accountId));
      const head = item && toHead(item);
      if (head?.configRevision === known.configRevision) return toAccount(head, known);
    }
    return this.#readWhole(accountId);
  }

  async #readWhole(accountId: string): Promise<Account | undefined> {
    const items = await readWholePartition(this.#table, accountPartition(accountId));
    const headItem = items.find((item) => item[sortKey] === headKey(accountId).sk);
    const head = headItem && toHead(headItem);
    if (!head) {
      this.#configs.delete(accountId);
      return undefined;
    }
    const config = toConfig(items, head);
    this.#configs.set(accountId, config);
    return toAccount(head, config);
  }

  /** The account that holds the app with this client id, and the app. */
  async findByClientId(clientId: string): Promise<{ account: Account; app: App } | undefined> {
    const remembered = this.#accountOfClient.get(clientId);
    const found = remembered && (await this.#appOf(remembered, clientId));
    if (found) return found;
    const accountId = await this.#clientIds.accountOf(clientId);
    if (accountId === undefined) {
      this.#accountOfClient.delete(clientId);
      return undefined;
    }
    this.#accountOfClient.set(clientId, accountId);
    return this.#appOf(accountId, clientId);
  }

  async #appOf(accountId: string, clientId: string): Promise<{ account: Account; app: App } | undefined> {
    const account = await this.read(accountId);
    const app = account?.apps.get(clientId);
    return account && app && { account, app };
  }

  /**
   * Makes an account, which appears with all it begins with.
   *
   * @throws ConflictError where the account id or a client id is in use; nothing is left of the account then
   */
  async create(account: NewAccount, firstData?: FirstData): Promise<void> {
    const { accountId, createdAt } = account;
    await this.#removals.removeExpired(accountId, createdAt, withoutLimit());
    if (await this.#table.get(headKey(accountId))) throw accountExists(accountId);
    // By chance, so that what an earlier account of this id has left is never met.
    const life = { accountId, born: randomInt(2 ** 40) };
    const planned = await this.#entries.planAll('REMOVALS', createdAt + claimMs, [
      { ...life, what: 'account' },
      { ...life, what: 'dataSet', epoch: life.born },
    ]);
    try {
      await this.#write(life, account, firstData);
    } catch (error) {
      await this.#takeBack(life, planned);
      throw error;
    }
    // The account is there; a note that stays is found to be of something in use.
    await this.#entries.cancelAll(planned).catch(() => undefined);
  }

  async #write(life: AccountLife, account: NewAccount, firstData: FirstData | undefined): Promise<void> {
    const { accountId, createdAt, expiresAt, clock, bots, apps } = account;
    const entry = { ...life, createdAt, ...(expiresAt === undefined ? {} : { expiresAt }) };
    // Nobody looks at any of it before the head is there.
    await this.#table.batchWrite([
      { put: toRegistryItem(entry) },
      ...bots.map((bot, position) => ({ put: toBotItem(life, bot, position) })),
      ...apps.map((app, position) => ({ put: toAppItem(life, app, position) })),
    ]);
    await this.#claim(life, apps, createdAt);
    if (expiresAt !== undefined)
      await this.#entries.plan('EXPIRIES', expiresAt, { ...life, what: 'account' });
    const { origin = null, lastEpoch = life.born } = (await firstData?.(life)) ?? {};
    await this.#table.put(toOriginItem(life, { clock, data: origin }));
    const head: Head = {
      ...entry,
      clock,
      settings: account.settings,
      rateLimit: account.rateLimit ?? null,
      epoch: life.born,
      lastEpoch,
      // By chance: an account made anew must not look like the one an instance still remembers.
      configRevision: randomInt(2 ** 47),
    };
    if (!(await this.#table.putNew(toHeadItem(head)))) throw accountExists(accountId);
  }

  async #claim(life: AccountLife, apps: readonly App[], now: number): Promise<void> {
    const clientIds = apps.map(({ clientId }) => clientId);
    const taken = await this.#clientIds.claim(life, clientIds, now);
    if (taken === undefined) return;
    throw new ConflictError('client_id_taken', `The client id ${taken} belongs to another app.`);
  }

  /** Removes what was written of an account that could not be made; where that fails too, a sweep does it. */
  async #takeBack(life: AccountLife, planned: readonly Key[]): Promise<void> {
    const budget = withoutLimit();
    try {
      const gone = await removeRemains(this.#table, life, false, budget);
      const { accountId, born } = life;
      if (
        !gone ||
        !(await removePartition(this.#table, sessionPartition({ accountId, epoch: born }), budget))
      )
        return;
      await this.#entries.cancelAll(planned);
    } catch {
      // The failure that led here says more.
    }
  }

  /**
   * Removes an account with all it holds, at once for everybody who asks; safe to repeat.
   *
   * @param now Unix ms of the machine's clock
   * @returns whether all is gone; otherwise sweeps go on with it
   */
  remove(accountId: string, now: number, budget: Budget): Promise<boolean> {
    return this.#removals.removeAccount(accountId, now, budget);
  }

  /** @returns whether the account exists */
  async change(accountId: string, change: AccountChange): Promise<boolean> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    if (given.length === 0) return (await this.read(accountId)) !== undefined;
    const exists = await this.#updateHead(accountId, {
      UpdateExpression: `SET ${given.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
    });
    if (exists && change.expiresAt !== undefined) await this.#noteExpiry(accountId, change.expiresAt);
    return exists;
  }

  async #noteExpiry(accountId: string, expiresAt: number): Promise<void> {
    const item = await this.#table.get(headKey(accountId));
    if (!item) return;
    const { born, createdAt } = toHead(item);
    await this.#entries.plan('EXPIRIES', expiresAt, { accountId, born, what: 'account' });
    await this.#table.put(toRegistryItem({ accountId, born, createdAt, expiresAt }));
  }

  /**
   * Moves the account's clock on from wherever it is by then.
   *
   * @returns the clock after it, or undefined where there is no such account
   */
  async advanceClock(accountId: string, by: number): Promise<AccountClock | undefined> {
    for (let attempt = 0; attempt < 10; attempt++) {
      const item = await this.#table.get(headKey(accountId));
      if (!item) return undefined;
      const moved = await this.#moveClock(accountId, toHead(item).clock.mode, by);
      if (moved) return moved;
    }
    throw new Error('The clock changed its mode again and again.');
  }

  /** Adds to the clock where it still has this mode; a real one becomes one with an offset. */
  async #moveClock(
    accountId: string,
    mode: AccountClock['mode'],
    by: number,
  ): Promise<AccountClock | undefined> {
    const names = { '#clock': 'clock', '#mode': 'mode' };
    const move =
      mode === 'real'
        ? {
            UpdateExpression: 'SET #clock = :offset',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: { ':mode': mode, ':offset': { mode: 'offset', by } },
          }
        : {
            UpdateExpression: 'SET #clock.#time = #clock.#time + :by',
            ExpressionAttributeNames: { ...names, '#time': mode === 'frozen' ? 'now' : 'by' },
            ExpressionAttributeValues: { ':mode': mode, ':by': by },
          };
    try {
      const { clock } = await this.#table.updateReturning({
        ...move,
        Key: headKey(accountId),
        ConditionExpression: '#clock.#mode = :mode',
      });
      return { mode: mode === 'real' ? 'offset' : mode, ...(clock as object) } as AccountClock;
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }

  /**
   * @returns whether the account exists
   * @throws ConflictError where the account has a bot with this id
   */
  async addBot(account: Account, bot: Bot): Promise<boolean> {
    const item = toBotItem(account, bot, account.bots.size);
    if (!(await this.#table.putNew(item))) {
      throw new ConflictError('bot_exists', `The account has a bot ${bot.botId} already.`);
    }
    if (await this.#bumpConfig(account)) return true;
    await this.#table.delete(botKey(account, bot.botId));
    return false;
  }

  /**
   * @param now Unix ms of the machine's clock
   * @returns whether the account exists
   * @throws ConflictError where the client id is in use
   */
  async addApp(account: Account, app: App, now: number): Promise<boolean> {
    await this.#claim(account, [app], now);
    await this.#table.put(toAppItem(account, app, account.apps.size));
    if (await this.#bumpConfig(account)) return true;
    await this.#table.delete(appKey(account, app.clientId));
    await this.#clientIds.release(account, [app.clientId]);
    return false;
  }

  #bumpConfig({ accountId, born }: Account): Promise<boolean> {
    return this.#updateHead(accountId, {
      UpdateExpression: 'ADD #configRevision :one',
      ConditionExpression: '#born = :born',
      ExpressionAttributeNames: { '#configRevision': 'configRevision', '#born': 'born' },
      ExpressionAttributeValues: { ':one': 1, ':born': born },
    });
  }

  async #updateHead(
    accountId: string,
    update: Omit<Parameters<Table['update']>[0], 'Key'>,
  ): Promise<boolean> {
    try {
      await this.#table.update({
        ConditionExpression: 'attribute_exists(pk)',
        ...update,
        Key: headKey(accountId),
      });
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }
}
