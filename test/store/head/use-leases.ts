import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type BotDays, botDaysOf } from '../../../functions/domain/bot-days.ts';
import { isFresh, type SessionLog } from '../../../functions/domain/session-log.ts';
import type { Time } from '../../../functions/domain/time.ts';
import { Heads } from '../../../functions/store/head/heads.ts';
import type { HeldLease } from '../../../functions/store/head/held-lease.ts';
import { Leases, type Outcome } from '../../../functions/store/head/leases.ts';
import { settlesAtBy } from '../../../functions/store/head/settle.ts';
import type { AccountLife } from '../../../functions/store/table/keys.ts';
import { Table } from '../../../functions/store/table/table.ts';
import { ManualTime, turn } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { controlKey, type Instance, type SharedTable, startSharedTable, tableName } from '../instances.ts';
import { type Interceptor, intercept } from '../intercept.ts';

const dayMs = 86_400_000;
export const cell = { botId: 'st-1', day: 20_522 };
export const other = { botId: 'st-1', day: 20_523 };
export const daysOfCell = ({ botId, day }: typeof cell): BotDays =>
  botDaysOf([{ botId, startTime: day * dayMs }]);
export const botDays = daysOfCell(cell);
export const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    sessionId: `s${index}`,
    botId: cell.botId,
    userId: 'u-1',
    start_time: new Date(cell.day * dayMs + index).toISOString(),
  }));

export const done = <T>(result: T): Outcome<T> => ({ result, settled: true });

/** Lets others go on until it is so. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await turn();
}

/** Something to wait for until it is opened. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** An account whose sessions several processes write, and a clock that tests set; both anew for each test. */
class Leased {
  readonly table: SharedTable;
  readonly plain: Instance;
  life: AccountLife = { accountId: '', born: 0 };
  clock = new ManualTime(0);
  /** Whether time passes while somebody sleeps. */
  sleepPassesTime = true;
  #accounts = 0;

  constructor(table: SharedTable) {
    this.table = table;
    this.plain = table.startInstance();
  }

  async begin(): Promise<void> {
    this.clock = new ManualTime(1_773_144_000_000);
    this.sleepPassesTime = true;
    this.life = await this.makeAccount();
  }

  async makeAccount(accountId = `acc-${++this.#accounts}`): Promise<AccountLife> {
    await control(this.plain, 'POST', '/accounts', { accountId, bots: [{ botId: 'st-1' }] });
    const account = await this.plain.store.accounts.read(accountId);
    if (!account) throw new Error('the account is not there');
    return { accountId, born: account.born };
  }

  /** Lets time pass that wakes nobody, as for a machine that is too busy. */
  pass(ms: number): void {
    this.clock.set(this.clock.now() + ms);
  }

  /** Renewals come when a test says so. Who sleeps lets others go on, and time pass where the test says so. */
  time(): Time {
    return {
      ...this.clock,
      sleep: async (ms) => {
        if (this.sleepPassesTime) this.pass(ms);
        await turn();
      },
    };
  }

  /** The leases of a process of its own. */
  process(interceptor?: Interceptor): Leases {
    const client = interceptor ? intercept(this.table.client, interceptor) : this.table.client;
    const heads = new Heads(new Table(client, tableName, this.time()));
    return new Leases(heads, this.time(), settlesAtBy(this.time(), 0));
  }

  async logNow(): Promise<SessionLog> {
    const account = await this.plain.store.accounts.read(this.life.accountId);
    if (!account) throw new Error('the account is gone');
    return account.log;
  }

  /** Whether what was read of a day at a revision is still what a request is to see. */
  isGood(log: SessionLog, day: typeof cell, revision: number): boolean {
    return isFresh(log, { ...day, revision, readAt: this.clock.now() }, this.clock.now());
  }

  /** Begins to hold a lease that lasts until it is told to end. */
  async hold(leases: Leases) {
    const [begun, end] = [gate(), gate()];
    let lease: HeldLease | undefined;
    const outcome = leases.run(this.life, { botDays }, async (held) => {
      lease = held;
      begun.open();
      await end.opened;
      return done('held');
    });
    await Promise.race([begun.opened, outcome]);
    return {
      outcome,
      end: end.open,
      widen: async (more: BotDays): Promise<void> => lease?.widen(more),
      checkHeld: (): void => lease?.checkHeld(),
    };
  }

  async importInto(instance: Instance, body: unknown): Promise<{ status: number; code: unknown }> {
    const response = await instance.request(`/_emulator/accounts/${this.life.accountId}/sessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, code: ((await response.json()) as { code?: unknown }).code };
  }
}

/** Gives a test file an account and processes that take leases of it. */
export function useLeases(): () => Leased {
  let leased: Leased | undefined;
  beforeAll(async () => {
    leased = new Leased(await startSharedTable());
  });
  beforeEach(() => leased?.begin());
  afterAll(() => leased?.table.close());
  return () => {
    if (!leased) throw new Error('The table is started before the tests.');
    return leased;
  };
}
