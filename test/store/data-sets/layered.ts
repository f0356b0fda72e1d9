import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Account } from '../../../functions/domain/account.ts';
import { TestAccount } from '../../control/data/support.ts';
import { hurriedTime } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { type Instance, type SharedTable, startSharedTable, tableName } from '../instances.ts';
import { type Command, type Interceptor, isCall } from '../intercept.ts';

/** At what the clock begins, Unix ms. */
export const start = Date.parse('2026-03-10T12:00:00.000Z');

const row = (number: number) => ({
  sessionId: `s-${number}`,
  botId: 'st-1',
  userId: 'u-1',
  start_time: new Date(start - number * 86_400_000).toISOString(),
});

/** Whether a call changes what an account's sessions are in. */
export const changesLayers = (command: Command): boolean =>
  isCall(command, 'Update') && JSON.stringify(command.input['UpdateExpression'] ?? '').includes('layers');

/** Whether a call changes the head of an account in any way. */
export const changesHead = (command: Command): boolean =>
  isCall(command, 'Update') && JSON.stringify(command.input['Key']).includes('"HEAD"');

/** Lets something happen once, just before the first call that is so. */
export function justBefore(
  isIt: (command: Command) => boolean,
  happens: () => Promise<unknown>,
): { interceptor: Interceptor; hasHappened: () => boolean } {
  let done = false;
  const interceptor: Interceptor = async (command, send) => {
    if (!done && isIt(command)) {
      done = true;
      await happens();
    }
    return send(command);
  };
  return { interceptor, hasHappened: () => done };
}

/** Accounts on layers, on a table of their own whose clock stands still but for `pass`. */
export class Layered {
  readonly table: SharedTable;
  readonly here: Instance;
  readonly #clock: { now: number };

  private constructor(table: SharedTable, clock: { now: number }) {
    this.table = table;
    this.here = table.startInstance();
    this.#clock = clock;
  }

  static async start(): Promise<Layered> {
    const clock = { now: start };
    const now = (): number => clock.now;
    return new Layered(await startSharedTable(now, { time: hurriedTime(now) }), clock);
  }

  get now(): number {
    return this.#clock.now;
  }

  pass(ms: number): void {
    this.#clock.now += ms;
  }

  /** An account of one bot unless `input` says otherwise, whose clock stands still. */
  async create(input: Record<string, unknown> = {}): Promise<TestAccount> {
    const { account } = await TestAccount.create(this.here, {
      bots: [{ botId: 'st-1' }],
      clock: { mode: 'frozen', now: new Date(start).toISOString() },
      settings: { journal: false },
      ...input,
    });
    return account;
  }

  /** An account on so many layers below its own, with a session in each, and one in its own. */
  async make(frozen: number): Promise<TestAccount> {
    const account = await this.create();
    const { store } = this.here;
    for (let number = 0; number <= frozen; number++) {
      await control(this.here, 'POST', `${account.path}/sessions`, [row(number)]);
      if (number === frozen) break;
      const life = await this.read(account);
      const { noted } = await store.sessionWriter.hold(life, (lease) =>
        store.dataSets.keep(life, lease, this.now),
      );
      await store.dataSets.keepNoted(noted);
    }
    return account;
  }

  async read({ accountId }: TestAccount): Promise<Account> {
    const account = await this.here.store.accounts.read(accountId);
    if (!account) throw new Error('no account');
    return account;
  }

  async flatten(account: TestAccount, longestMs = 8_000): Promise<void> {
    const flattening = await this.here.store.flattening();
    await flattening.flatten(await this.read(account), this.now, longestMs);
  }

  /** Some time later what is due by then is removed. */
  async sweep(ms: number, { store }: Instance = this.here): Promise<void> {
    this.pass(ms);
    await store.removals.sweep(this.now, store.removals.budget({ items: 1_000_000, ms: 60_000 }));
    await (await store.flattening()).goOn(this.now, 60_000);
  }

  /** What an instance that remembers nothing says of an account. */
  async idsOf(account: TestAccount): Promise<string[]> {
    const { sessions } = await account.page(this.table.startInstance(), { limit: 100 });
    return sessions.map(({ sessionId }) => sessionId).sort();
  }

  /** The keys of what the table holds of layers. */
  async leftOf(layers: readonly { name: string }[]): Promise<string[]> {
    const { Items = [] } = await this.table.client.send(new ScanCommand({ TableName: tableName }));
    const keys = Items.map(({ pk, sk }) => `${pk}/${sk}`);
    return keys.filter((key) => layers.some(({ name }) => key.includes(name)));
  }
}
