import { LRUCache } from 'lru-cache';
import type { Account, App, Bot } from '../../domain/account.ts';
import type { AccountClock } from '../../domain/clock.ts';
import type { FaultPlan } from '../../domain/faults.ts';
import { isId } from '../../domain/ids.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';
import type { SettingsInput } from '../../domain/settings.ts';
import { ConflictError } from '../errors.ts';
import { advanceClock } from '../head/advance-clock.ts';
import { type Head, toStoredFaults } from '../head/head.ts';
import type { Heads } from '../head/heads.ts';
import { fromLogText } from '../head/session-log-text.ts';
import { appKey, botKey, registryKey } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import type { Table } from '../table/table.ts';
import {
  type AccountParts,
  type Config,
  toAccount,
  toAppItem,
  toBotItem,
  toConfig,
} from './account-items.ts';
import { AccountMaker, type FirstData, type NewAccount } from './account-maker.ts';
import { ClientIds } from './client-ids.ts';

export type { FirstData, NewAccount } from './account-maker.ts';

const accountsKept = 1000;

export interface AccountChange {
  expiresAt?: number | undefined;
  clock?: AccountClock | undefined;
  settings?: SettingsInput | undefined;
  rateLimit?: RateLimit | null | undefined;
  faults?: FaultPlan | null | undefined;
}

/** An app, and the account that has it. */
export interface ClientApp {
  account: Account;
  app: App;
}

/**
 * Accounts in the table: a head item, and bots and apps beside it. A warm instance keeps what seldom
 * changes and checks it against the head, which every request reads anyway.
 */
export class AccountStore {
  readonly #parts: AccountParts;
  readonly #table: Table;
  readonly #heads: Heads;
  readonly #clientIds: ClientIds;
  readonly #maker: AccountMaker;
  readonly #accountOfClient = new LRUCache<string, string>({ max: accountsKept });
  readonly #configs = new LRUCache<string, Config>({ max: accountsKept });
  readonly #made = new LRUCache<string, { head: Head; config: Config; account: Account }>({
    max: accountsKept,
  });

  constructor(parts: AccountParts) {
    this.#parts = parts;
    this.#table = parts.table;
    this.#heads = parts.heads;
    this.#clientIds = new ClientIds(parts);
    this.#maker = new AccountMaker(parts, this.#clientIds);
  }

  /** The account, or undefined where there is none; an expired one is still returned. */
  async read(accountId: string, usage?: Usage): Promise<Account | undefined> {
    if (!isId(accountId)) return undefined;
    const config = this.#configs.get(accountId);
    const account = config && this.#accountOf(await this.#heads.read(accountId, usage), config);
    return account ?? this.#readWhole(accountId, usage);
  }

  /** The account, where all of it is known without asking. */
  #known(accountId: string): Account | undefined {
    const config = this.#configs.get(accountId);
    return config && this.#accountOf(this.#heads.known(accountId), config);
  }

  /** The account, if its bots and apps are still as its head says. */
  #accountOf(head: Head | undefined, config: Config): Account | undefined {
    return head?.configRevision === config.configRevision ? this.#toAccount(head, config) : undefined;
  }

  async #readWhole(accountId: string, usage: Usage | undefined): Promise<Account | undefined> {
    const found = await this.#heads.readWhole(accountId, usage);
    if (!found) {
      this.#configs.delete(accountId);
      return undefined;
    }
    const { head, items } = found;
    const config = toConfig(items, head);
    this.#configs.set(accountId, config);
    return this.#toAccount(head, config);
  }

  /** Where head and bots and apps are the same objects as before, so is the account. */
  #toAccount(head: Head, config: Config): Account {
    const { accountId } = head;
    const known = this.#made.get(accountId);
    if (known?.head === head && known.config === config) return known.account;
    const log = known?.head.log === head.log && known ? known.account.log : fromLogText(head.log);
    const account = toAccount(head, config, log);
    this.#made.set(accountId, { head, config, account });
    return account;
  }

  /** The account that holds the app with this client id, and the app. */
  async findByClientId(clientId: string, usage?: Usage): Promise<ClientApp | undefined> {
    const remembered = this.#accountOfClient.get(clientId);
    const found = remembered && (await this.#appOf(remembered, clientId, usage));
    if (found) return found;
    const accountId = await this.#clientIds.accountOf(clientId, usage);
    if (accountId === undefined) {
      this.#accountOfClient.delete(clientId);
      return undefined;
    }
    this.#accountOfClient.set(clientId, accountId);
    return this.#appOf(accountId, clientId, usage);
  }

  async #appOf(accountId: string, clientId: string, usage?: Usage): Promise<ClientApp | undefined> {
    // An await for what is known takes longer than to look it up.
    const account = this.#known(accountId) ?? (await this.read(accountId, usage));
    const app = account?.apps.get(clientId);
    return account && app && { account, app };
  }

  /**
   * Makes an account, which appears with all it begins with.
   *
   * @throws ConflictError where the account id or a client id is in use; nothing is left of the account then
   */
  create(account: NewAccount, firstData?: FirstData): Promise<void> {
    return this.#maker.create(account, firstData);
  }

  /**
   * Changes what is given and nothing else: settings one by one, so that changes at the same time do not undo
   * each other.
   *
   * @returns whether the account exists
   */
  async change(accountId: string, { settings = {}, faults, ...others }: AccountChange): Promise<boolean> {
    const fields = { ...others, faults: faults && toStoredFaults(faults) };
    const given = [
      ...Object.entries(fields),
      ...Object.entries(settings).map(([name, value]) => [`settings.${name}`, value] as const),
    ].filter(([, value]) => value !== undefined);
    if (given.length === 0) return (await this.read(accountId)) !== undefined;
    const changed = await this.#heads.change({ accountId }, { set: Object.fromEntries(given) });
    if (changed && fields.expiresAt !== undefined) await this.#noteExpiry(accountId, fields.expiresAt);
    return changed !== undefined;
  }

  async #noteExpiry(accountId: string, expiresAt: number): Promise<void> {
    const head = await this.#heads.read(accountId);
    if (!head) return;
    const life = { accountId, born: head.born };
    await this.#parts.entries.plan('EXPIRIES', [{ ...life, what: 'account', due: expiresAt }]);
    await this.#table.change(registryKey(life), { set: { expiresAt } });
  }

  /**
   * Moves the account's clock on from wherever it is by then.
   *
   * @returns the clock after it, or undefined where there is no such account
   */
  advanceClock(accountId: string, by: number): Promise<AccountClock | undefined> {
    return advanceClock(this.#heads, this.#parts.time, accountId, by);
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
    await this.#clientIds.reserve(account, [app.clientId], now);
    await this.#table.put(toAppItem(account, app, account.apps.size));
    if (await this.#bumpConfig(account)) return true;
    await this.#table.delete(appKey(account, app.clientId));
    await this.#clientIds.release(account, [app.clientId]);
    return false;
  }

  /**
   * Puts an app in the place of the one with its client id.
   *
   * @returns whether the account exists
   */
  async changeApp(account: Account, app: App): Promise<boolean> {
    const position = [...account.apps.keys()].indexOf(app.clientId);
    await this.#table.put(toAppItem(account, app, position));
    return this.#bumpConfig(account);
  }

  /** Has warm instances read bots and apps anew; returns whether the account exists. */
  async #bumpConfig({ accountId, born }: Account): Promise<boolean> {
    const changed = await this.#heads.change({ accountId, born }, { add: { configRevision: 1 } });
    return changed !== undefined;
  }
}
