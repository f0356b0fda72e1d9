import { randomBytes } from 'node:crypto';
import type { Account, App, Bot } from '../../domain/account.ts';
import type { AccountClock } from '../../domain/clock.ts';
import type { FaultPlan } from '../../domain/faults.ts';
import { withLinks } from '../../domain/new-account.ts';
import type { RateLimit } from '../../domain/rate-limit.ts';
import type { AccountSettings, SettingsInput } from '../../domain/settings.ts';
import { ConflictError, ContendedError } from '../errors.ts';
import { changeClock } from '../head/change-clock.ts';
import { toStoredFaults } from '../head/head.ts';
import type { Heads } from '../head/heads.ts';
import type { Attributes } from '../table/expression.ts';
import { type AccountLife, appKey, botKey, type Item, type Key, registryKey } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { type AccountParts, toAppItem, toBotItem } from './account-items.ts';
import type { FirstData, NewAccount } from './account-maker.ts';
import { AccountReader } from './account-reader.ts';
import { ClientIds } from './client-ids.ts';

export type { FirstData, NewAccount } from './account-maker.ts';

const attempts = 40;
const longestPauseMs = 25;

export interface AccountChange {
  /** Null: never. */
  expiresAt?: number | null | undefined;
  settings?: SettingsInput | undefined;
  /** Settings that go back to their defaults. */
  clearedSettings?: readonly (keyof AccountSettings)[] | undefined;
  /** The setting `errors`, from what it is by then. */
  errors?: ((before: AccountSettings['errors']) => AccountSettings['errors']) | undefined;
  rateLimit?: RateLimit | null | undefined;
  faults?: FaultPlan | null | undefined;
}

/** Accounts in the table: how they are found, made and changed. */
export class AccountStore extends AccountReader {
  readonly #parts: AccountParts;
  readonly #table: Table;
  readonly #heads: Heads;
  readonly #clientIds: ClientIds;

  constructor(parts: AccountParts) {
    super(parts.table, parts.heads);
    this.#parts = parts;
    this.#table = parts.table;
    this.#heads = parts.heads;
    this.#clientIds = new ClientIds(parts);
  }

  /**
   * Makes an account, which appears with all it begins with.
   *
   * @throws ConflictError where the account id or a client id is in use; nothing is left of the account then
   */
  async create(account: NewAccount, firstData?: FirstData): Promise<void> {
    // A call in many makes one.
    const { AccountMaker } = await import('./account-maker.ts');
    await new AccountMaker(this.#parts, this.#clientIds).create(account, firstData);
    // Who makes it is often who is asked first.
    for (const { clientId } of account.apps) this.rememberClient(clientId, account.accountId);
  }

  /**
   * Changes what is given and nothing else: settings one by one, so that changes at the same time do not undo
   * each other.
   *
   * @returns whether the account exists
   */
  async change({ accountId, born }: AccountLife, change: AccountChange): Promise<boolean> {
    const life = { accountId, born };
    const { settings = {}, clearedSettings = [], errors, faults, expiresAt, ...others } = change;
    const fields = { ...others, faults: faults && toStoredFaults(faults), expiresAt: expiresAt ?? undefined };
    const given = [
      ...Object.entries(fields),
      ...Object.entries(settings).map(([name, value]) => [`settings.${name}`, value] as const),
    ].filter(([, value]) => value !== undefined);
    const unset = [
      ...clearedSettings.map((name) => `settings.${name}`),
      ...(expiresAt === null ? ['expiresAt'] : []),
    ];
    const plain = { set: Object.fromEntries(given), unset };
    if (given.length + unset.length === 0 && !errors) return (await this.read(accountId))?.born === born;
    const changed = errors
      ? await this.#changeErrors(life, errors, plain)
      : await this.#heads.change(life, plain);
    if (changed && expiresAt !== undefined) await this.#noteExpiry(life, expiresAt);
    return changed !== undefined;
  }

  async #changeErrors(
    life: AccountLife,
    errors: NonNullable<AccountChange['errors']>,
    { set, unset }: { set: Attributes; unset: readonly string[] },
  ): Promise<Item | undefined> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await this.#parts.time.sleep(Math.random() * longestPauseMs);
      const head = await this.#heads.read(life.accountId);
      if (head?.born !== life.born) return undefined;
      const before = head.settings.errors;
      const change = { set: { ...set, 'settings.errors': errors(before ?? {}) }, unset };
      const changed = await this.#heads.change(life, change, { 'settings.errors': before });
      if (changed) return changed;
    }
    throw new ContendedError(`Settings were changed by others ${attempts} times in a row`);
  }

  /** Notes of an expiry that was taken back need not be taken away: they count only where the head says the same. */
  async #noteExpiry(life: AccountLife, expiresAt: number | null): Promise<void> {
    if (expiresAt !== null) {
      await this.#parts.entries.plan('EXPIRIES', [{ ...life, what: 'account', due: expiresAt }]);
    }
    const change = expiresAt === null ? { set: {}, unset: ['expiresAt'] } : { set: { expiresAt } };
    await this.#table.change(registryKey(life), change);
  }

  /**
   * Changes the account's clock from whatever it shows by then.
   *
   * @param change may throw, and then nothing has changed
   * @returns the clock after it
   * @throws AccountGoneError
   */
  changeClock(account: AccountLife, change: (before: AccountClock) => AccountClock): Promise<AccountClock> {
    return changeClock(this.#heads, this.#parts.time, account, change);
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
   * Links builder apps to bots that the account may not have yet. To be done before the bots are added: a link means
   * nothing without its bot, so a call that is cut off leaves nothing that can be seen, and can be sent again.
   */
  async linkBots(account: Account, clientIds: readonly string[], botIds: readonly string[]): Promise<void> {
    for (const clientId of clientIds) {
      await this.changeApp(account, clientId, (app) => withLinks(app, botIds));
    }
  }

  /**
   * @param now Unix ms of the machine's clock
   * @returns whether the account exists
   * @throws ConflictError where the client id is in use
   */
  async addApp(account: Account, app: App, now: number): Promise<boolean> {
    await this.#clientIds.reserve(account, [app.clientId], now);
    await this.#table.put(toAppItem(account, app, account.apps.size));
    if (await this.#bumpConfig(account)) {
      this.rememberClient(app.clientId, account.accountId);
      return true;
    }
    await this.#table.delete(appKey(account, app.clientId));
    await this.#clientIds.release(account, [app.clientId]);
    return false;
  }

  /**
   * Changes a bot, whoever else does so at the same time.
   *
   * @param change may throw, and then nothing has changed
   * @returns the bot as it is then; undefined where the account has none with this id
   */
  changeBot(account: Account, botId: string, change: (bot: Bot) => Bot): Promise<Bot | undefined> {
    return this.#changeItem(account, botKey(account, botId), 'bot', change);
  }

  /** As `changeBot`, for an app; tokens are checked by what it is then, by every instance. */
  changeApp(account: Account, clientId: string, change: (app: App) => App): Promise<App | undefined> {
    return this.#changeItem(account, appKey(account, clientId), 'app', change);
  }

  async #changeItem<T extends Bot | App>(
    account: Account,
    key: Key,
    name: 'bot' | 'app',
    change: (before: T) => T,
  ): Promise<T | undefined> {
    const mark = randomBytes(9).toString('base64url');
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await this.#parts.time.sleep(Math.random() * longestPauseMs);
      const item = await this.#table.get(key);
      if (!item) return undefined;
      // Only this class and the maker write bots and apps, so their shape is known.
      const after = change(item[name] as T);
      const expected = { born: account.born, mark: item['mark'] };
      const isChanged =
        (await this.#table.change(key, { set: { [name]: after, mark } }, expected)) !== undefined ||
        (await this.#table.get(key))?.['mark'] === mark;
      if (isChanged) return (await this.#bumpConfig(account)) ? after : undefined;
    }
    throw new ContendedError(`A bot or an app was changed by others ${attempts} times in a row`);
  }

  /**
   * Removes a bot, and the links of builder apps to it; its sessions stay. Safe to repeat.
   *
   * @returns whether the account exists
   */
  async removeBot(account: Account, botId: string): Promise<boolean> {
    await this.#table.delete(botKey(account, botId));
    for (const app of account.apps.values()) {
      if (app.kind !== 'builder' || !app.bots.some((link) => link.botId === botId)) continue;
      await this.changeApp(account, app.clientId, (before) => withoutLink(before, botId));
    }
    return this.#bumpConfig(account);
  }

  /**
   * Removes an app: its tokens are refused from then on, by every instance. Safe to repeat.
   *
   * @returns whether the account exists
   */
  async removeApp(account: Account, clientId: string): Promise<boolean> {
    await this.#table.delete(appKey(account, clientId));
    const exists = await this.#bumpConfig(account);
    await this.#clientIds.release(account, [clientId]);
    return exists;
  }

  /** Has warm instances read bots and apps anew; returns whether the account exists. */
  async #bumpConfig({ accountId, born }: Account): Promise<boolean> {
    const changed = await this.#heads.change({ accountId, born }, { add: { configRevision: 1 } });
    return changed !== undefined;
  }
}

const withoutLink = (app: App, botId: string): App =>
  app.kind === 'builder' ? { ...app, bots: app.bots.filter((link) => link.botId !== botId) } : app;
