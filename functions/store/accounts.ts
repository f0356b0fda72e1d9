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
  toClientItem,
  toConfig,
  toHead,
  toHeadItem,
} from './account-items.ts';
import { appKey, botKey, clientKey, headKey } from './keys.ts';
import { type Item, isConditionFailure, type Table } from './table.ts';
import { tableDefinition } from './table-definition.ts';

const { partitionKey, sortKey } = tableDefinition;
const accountsKept = 1000;

export interface NewAccount {
  accountId: string;
  /** Unix ms. */
  createdAt: number;
  expiresAt?: number | undefined;
  clock: AccountClock;
  settings: SettingsInput;
  rateLimit?: RateLimit | null | undefined;
  bots: readonly Bot[];
  apps: readonly App[];
}

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

/**
 * Accounts in the table: a head item, and bots and apps beside it. A warm instance keeps what seldom
 * changes and checks it against the head, which every request reads anyway.
 */
export class AccountStore {
  readonly #table: Table;
  readonly #accountOfClient = new LRUCache<string, string>({ max: accountsKept });
  readonly #configs = new LRUCache<string, Config>({ max: accountsKept });

  constructor(table: Table) {
    this.#table = table;
  }

  /** The account, or undefined where there is none; an expired one is still returned. */
  async read(accountId: string): Promise<Account | undefined> {
    if (!isId(accountId)) return undefined;
    const known = this.#configs.get(accountId);
    if (known) {
      const item = await this.#table.get(headKey(accountId));
      const head = item && toHead(item);
      if (head && !head.hidden && head.configRevision === known.configRevision) return toAccount(head, known);
    }
    return this.#readWhole(accountId);
  }

  async #readWhole(accountId: string): Promise<Account | undefined> {
    const items = await this.#items(accountId);
    const headItem = items.find((item) => item[sortKey] === headKey(accountId).sk);
    const head = headItem && toHead(headItem);
    if (!head || head.hidden) {
      this.#configs.delete(accountId);
      return undefined;
    }
    const config = toConfig(items, head.configRevision);
    this.#configs.set(accountId, config);
    return toAccount(head, config);
  }

  #items(accountId: string): Promise<Item[]> {
    return this.#table.queryAll({
      ConsistentRead: true,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': partitionKey },
      ExpressionAttributeValues: { ':pk': headKey(accountId).pk },
    });
  }

  /** The account that holds the app with this client id, and the app. */
  async findByClientId(clientId: string): Promise<{ account: Account; app: App } | undefined> {
    const remembered = this.#accountOfClient.get(clientId);
    const found = remembered && (await this.#appOf(remembered, clientId));
    if (found) return found;
    const pointer = await this.#table.get(clientKey(clientId));
    const accountId = pointer?.['accountId'];
    if (typeof accountId !== 'string') {
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

  /** @throws ConflictError where the account id or a client id is in use; nothing is left of the account then */
  async create(account: NewAccount): Promise<void> {
    const { accountId, bots, apps } = account;
    const head: Head = {
      accountId,
      createdAt: account.createdAt,
      ...(account.expiresAt === undefined ? {} : { expiresAt: account.expiresAt }),
      clock: account.clock,
      settings: account.settings,
      rateLimit: account.rateLimit ?? null,
      epoch: 1,
      // Not 1: an account made anew under its old id must not look like the one an instance still remembers.
      configRevision: randomInt(2 ** 47),
      hidden: true,
    };
    if (!(await this.#table.putNew(toHeadItem(head)))) {
      throw new ConflictError('account_exists', `There is an account ${accountId} already.`);
    }
    try {
      await this.#claimClients(accountId, apps);
    } catch (error) {
      await this.#table.delete(headKey(accountId));
      throw error;
    }
    await this.#table.batchWrite([
      ...bots.map((bot, position) => ({ put: toBotItem(accountId, bot, position) })),
      ...apps.map((app, position) => ({ put: toAppItem(accountId, app, position) })),
    ]);
    await this.#table.update({
      Key: headKey(accountId),
      UpdateExpression: 'REMOVE #hidden',
      ExpressionAttributeNames: { '#hidden': 'hidden' },
    });
  }

  async #claimClients(accountId: string, apps: readonly App[]): Promise<void> {
    const claimed: string[] = [];
    for (const { clientId } of apps) {
      if (await this.#table.putNew(toClientItem(accountId, clientId))) {
        claimed.push(clientId);
        continue;
      }
      await this.#table.batchWrite(claimed.map((id) => ({ delete: clientKey(id) })));
      throw new ConflictError('client_id_taken', `The client id ${clientId} belongs to another app.`);
    }
  }

  /** @returns whether the account exists */
  async change(accountId: string, change: AccountChange): Promise<boolean> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    if (change.expiresAt !== undefined) given.push(['ttl', Math.ceil(change.expiresAt / 1000)]);
    if (given.length === 0) return (await this.read(accountId)) !== undefined;
    return this.#updateHead(accountId, {
      UpdateExpression: `SET ${given.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
    });
  }

  /** @throws ConflictError where the account has a bot with this id */
  async addBot({ accountId, bots }: Account, bot: Bot): Promise<void> {
    if (!(await this.#table.putNew(toBotItem(accountId, bot, bots.size)))) {
      throw new ConflictError('bot_exists', `The account has a bot ${bot.botId} already.`);
    }
    await this.#bumpConfig(accountId);
  }

  /** @throws ConflictError where the client id is in use */
  async addApp({ accountId, apps }: Account, app: App): Promise<void> {
    await this.#claimClients(accountId, [app]);
    await this.#table.put(toAppItem(accountId, app, apps.size));
    await this.#bumpConfig(accountId);
  }

  #bumpConfig(accountId: string): Promise<boolean> {
    return this.#updateHead(accountId, {
      UpdateExpression: 'ADD configRevision :one',
      ExpressionAttributeValues: { ':one': 1 },
    });
  }

  /**
   * Makes the account invisible at once. Its items are removed by `remove`.
   *
   * @returns the account's epoch, or undefined where there is no such account
   */
  async hide(accountId: string): Promise<number | undefined> {
    if (!isId(accountId)) return undefined;
    const item = await this.#table.get(headKey(accountId));
    if (!item) return undefined;
    await this.#updateHead(accountId, {
      UpdateExpression: 'SET #hidden = :hidden',
      ExpressionAttributeNames: { '#hidden': 'hidden' },
      ExpressionAttributeValues: { ':hidden': true },
    });
    return toHead(item).epoch;
  }

  /** Removes bots, apps and, last of all, the head; safe to repeat. */
  async remove(accountId: string): Promise<void> {
    const { apps, bots } = toConfig(await this.#items(accountId), 0);
    await this.#table.batchWrite([
      ...[...apps.keys()].flatMap((id) => [{ delete: clientKey(id) }, { delete: appKey(accountId, id) }]),
      ...[...bots.keys()].map((id) => ({ delete: botKey(accountId, id) })),
    ]);
    await this.#table.delete(headKey(accountId));
  }

  async #updateHead(
    accountId: string,
    update: Omit<Parameters<Table['update']>[0], 'Key' | 'ConditionExpression'>,
  ): Promise<boolean> {
    try {
      await this.#table.update({
        ...update,
        Key: headKey(accountId),
        ConditionExpression: 'attribute_exists(pk)',
      });
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }
}
