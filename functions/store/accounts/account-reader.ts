import type { Account, App } from '../../domain/account.ts';
import { isId } from '../../domain/ids.ts';
import { LruCache } from '../../domain/lru-cache.ts';
import type { Head } from '../head/head.ts';
import type { Heads } from '../head/heads.ts';
import { fromLogText } from '../head/session-log-text.ts';
import { clientKey } from '../table/keys.ts';
import type { Usage } from '../table/meter.ts';
import type { Table } from '../table/table.ts';
import { type Config, toAccount, toConfig } from './account-items.ts';

const accountsKept = 1000;

/** An app, and the account that has it. */
export interface ClientApp {
  account: Account;
  app: App;
}

/**
 * Accounts in the table: a head item, and bots and apps beside it. A warm instance keeps what seldom
 * changes and checks it against the head, which every request reads anyway.
 */
export class AccountReader {
  readonly #table: Table;
  readonly #heads: Heads;
  readonly #accountOfClient = new LruCache<string, string>({ max: accountsKept });
  readonly #configs = new LruCache<string, Config>({ max: accountsKept });
  readonly #made = new LruCache<string, { head: Head; config: Config; account: Account }>({
    max: accountsKept,
  });

  constructor(table: Table, heads: Heads) {
    this.#table = table;
    this.#heads = heads;
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
    const accountId = (await this.#table.get(clientKey(clientId), usage))?.['accountId'];
    if (typeof accountId !== 'string') {
      this.#accountOfClient.delete(clientId);
      return undefined;
    }
    this.rememberClient(clientId, accountId);
    return this.#appOf(accountId, clientId, usage);
  }

  /** Has an account looked into first where the client id is asked for. */
  protected rememberClient(clientId: string, accountId: string): void {
    this.#accountOfClient.set(clientId, accountId);
  }

  async #appOf(accountId: string, clientId: string, usage?: Usage): Promise<ClientApp | undefined> {
    // An await for what is known takes longer than to look it up.
    const account = this.#known(accountId) ?? (await this.read(accountId, usage));
    const app = account?.apps.get(clientId);
    return account && app && { account, app };
  }
}
