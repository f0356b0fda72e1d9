import { afterAll, beforeAll } from 'vitest';
import type { AdminApp, App, BuilderApp } from '../../../functions/domain/account.ts';
import type { AccountStore, NewAccount } from '../../../functions/store/accounts/accounts.ts';
import type { Removals } from '../../../functions/store/removals/removals.ts';
import { type SharedTable, startSharedTable } from '../instances.ts';
import type { Interceptor } from '../intercept.ts';

const common = {
  clientSecret: 'secret',
  name: 'App',
  algorithms: ['HS256' as const],
  enforceJti: false,
  enforceJwe: false,
};
export const adminApp = (clientId: string): AdminApp => ({
  kind: 'admin',
  clientId,
  ...common,
  scopes: ['bot_sessions:read'],
});
export const builderApp = (clientId: string, botId: string): BuilderApp => ({
  kind: 'builder',
  clientId,
  ...common,
  bots: [{ botId, scopes: ['bot_sessions:read'] }],
});
export const bot = (botId: string) => ({ botId, name: `Bot ${botId}` });

export const clientIdsOf = ({ apps }: { apps: readonly App[] }): string[] =>
  apps.map(({ clientId }) => clientId);

export async function existing(store: AccountStore, accountId: string) {
  const account = await store.read(accountId);
  if (!account) throw new Error(`no account ${accountId}`);
  return account;
}

/** Accounts in a table of their own, which two instances know. */
class Accounts {
  #table: SharedTable | undefined;
  #here: AccountStore | undefined;
  #there: AccountStore | undefined;
  #number = 0;
  readonly #removalsOf = new Map<AccountStore, Removals>();

  async start(): Promise<void> {
    this.#table = await startSharedTable();
    this.#here = this.storeOf();
    this.#there = this.storeOf();
  }

  close = (): Promise<void> | undefined => this.#table?.close();

  /** Two instances that stay warm; a test that needs an instance of its own makes one. */
  get here(): AccountStore {
    return started(this.#here);
  }

  get there(): AccountStore {
    return started(this.#there);
  }

  storeOf(interceptor?: Interceptor): AccountStore {
    const { accounts, removals } = started(this.#table).startInstance(interceptor).store;
    this.#removalsOf.set(accounts, removals);
    return accounts;
  }

  removalsOf(store: AccountStore): Removals {
    return started(this.#removalsOf.get(store));
  }

  /** An account with two bots and two apps, under ids that no other test uses. */
  newAccount(change: Partial<NewAccount> = {}): NewAccount {
    const id = ++this.#number;
    return {
      accountId: `acc-${id}`,
      createdAt: 1000,
      clock: { mode: 'real' },
      settings: {},
      bots: [bot('st-2'), bot('st-1')],
      apps: [builderApp(`cs-${id}-builder`, 'st-1'), adminApp(`cs-${id}-admin`)],
      ...change,
    };
  }

  async created(change: Partial<NewAccount> = {}, store: AccountStore = this.here): Promise<NewAccount> {
    const account = this.newAccount(change);
    await store.create(account);
    return account;
  }

  /** As the control API removes an account without sessions. */
  async remove(store: AccountStore, accountId: string): Promise<void> {
    const removals = this.removalsOf(store);
    await removals.removeAccount(accountId, Date.now(), removals.budget({ items: 1000, ms: 5000 }));
  }
}

function started<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('The table is started before the tests.');
  return thing;
}

/** Gives a test file its accounts, from its first test to its last. */
export function useAccounts(): Accounts {
  const accounts = new Accounts();
  beforeAll(() => accounts.start());
  afterAll(() => accounts.close());
  return accounts;
}
