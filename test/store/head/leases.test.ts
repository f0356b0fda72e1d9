import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BotDays, botDaysOf, everything, nowhere } from '../../../functions/domain/bot-days.ts';
import { isFresh, type SessionLog, touchOf, unsettledMs } from '../../../functions/domain/session-log.ts';
import type { Time } from '../../../functions/domain/time.ts';
import { AccountBusyError, AccountGoneError } from '../../../functions/store/errors.ts';
import { Heads } from '../../../functions/store/head/heads.ts';
import type { HeldLease } from '../../../functions/store/head/held-lease.ts';
import { leaseMs, renewEveryMs } from '../../../functions/store/head/lease-times.ts';
import { Leases, type Outcome } from '../../../functions/store/head/leases.ts';
import { settlesAtBy } from '../../../functions/store/head/settle.ts';
import type { AccountLife } from '../../../functions/store/table/keys.ts';
import { Table } from '../../../functions/store/table/table.ts';
import { ManualTime, turn } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { controlKey, type Instance, type SharedTable, startSharedTable, tableName } from '../instances.ts';
import {
  type Interceptor,
  intercept,
  isBatchGet,
  isBatchWrite,
  isCall,
  writesSessions,
} from '../intercept.ts';

const dayMs = 86_400_000;
const cell = { botId: 'st-1', day: 20_522 };
const other = { botId: 'st-1', day: 20_523 };
const daysOfCell = ({ botId, day }: typeof cell): BotDays => botDaysOf([{ botId, startTime: day * dayMs }]);
const botDays = daysOfCell(cell);
const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    sessionId: `s${index}`,
    botId: cell.botId,
    userId: 'u-1',
    start_time: new Date(cell.day * dayMs + index).toISOString(),
  }));

let table: SharedTable;
let plain: Instance;
let life: AccountLife;
let accounts = 0;
let clock: ManualTime;
let sleepPassesTime: boolean;

beforeAll(async () => {
  table = await startSharedTable();
  plain = table.startInstance();
});
afterAll(() => table.close());
beforeEach(async () => {
  clock = new ManualTime(1_773_144_000_000);
  sleepPassesTime = true;
  life = await makeAccount(`acc-${++accounts}`);
});

async function makeAccount(accountId: string): Promise<AccountLife> {
  await control(plain, 'POST', '/accounts', { accountId, bots: [{ botId: 'st-1' }] });
  const account = await plain.store.accounts.read(accountId);
  if (!account) throw new Error('the account is not there');
  return { accountId, born: account.born };
}

/** Lets time pass that wakes nobody, as for a machine that is too busy. */
const pass = (ms: number): void => clock.set(clock.now() + ms);

/** Renewals come when a test says so. Who sleeps lets others go on, and time pass where the test says so. */
const time = (): Time => ({
  ...clock,
  sleep: async (ms) => {
    if (sleepPassesTime) pass(ms);
    await turn();
  },
});

/** The leases of a process of its own. */
function process(interceptor?: Interceptor): Leases {
  const client = interceptor ? intercept(table.client, interceptor) : table.client;
  return new Leases(new Heads(new Table(client, tableName, time())), time(), settlesAtBy(time(), 0));
}

async function logNow(): Promise<SessionLog> {
  const account = await plain.store.accounts.read(life.accountId);
  if (!account) throw new Error('the account is gone');
  return account.log;
}

const done = <T>(result: T): Outcome<T> => ({ result, settled: true });
const never = <T>(): Promise<T> => new Promise(() => {});
/** Whether what was read of a day at a revision is still what a request is to see. */
const isGood = (log: SessionLog, day: typeof cell, revision: number): boolean =>
  isFresh(log, { ...day, revision, readAt: clock.now() }, clock.now());

/** Lets others go on until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await turn();
}

/** Something to wait for until it is opened. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Begins to hold a lease that lasts until it is told to end. */
async function hold(leases: Leases, plan = { botDays }) {
  const [begun, end] = [gate(), gate()];
  let lease: HeldLease | undefined;
  const outcome = leases.run(life, plan, async (held) => {
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

describe('leases of several processes, and several in each', () => {
  test('never overlap, each has a fencing token of its own, and all come to their end', async () => {
    const processes = [process(), process(), process()];
    const tokens: number[] = [];
    let [atWork, most] = [0, 0];
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (processes[index % 3] ?? process()).run(life, { botDays }, async ({ fencingToken }) => {
          most = Math.max(most, ++atWork);
          tokens.push(fencingToken);
          await new Promise((resolve) => setImmediate(resolve));
          atWork--;
          return done(index);
        }),
      ),
    );
    expect(results).toEqual(Array.from({ length: 12 }, (_, index) => index));
    expect(most).toBe(1);
    expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => a - b));
    expect((await logNow()).lease).toBeUndefined();
  });

  test('go on after one that fails, in the same process too', async () => {
    const leases = process();
    const failing = leases.run(life, { botDays }, async () => {
      throw new Error('the work failed');
    });
    const next = leases.run(life, { botDays }, async () => done('next'));
    await expect(failing).rejects.toThrow('the work failed');
    expect(await next).toBe('next');
  });

  test('of different accounts do not wait for each other', async () => {
    const leases = process();
    const held = await hold(leases);
    const another = await makeAccount(`acc-${++accounts}`);
    expect(await leases.run(another, { botDays }, async () => done('done'))).toBe('done');
    held.end();
    await held.outcome;
  });
});

describe('what a lease leaves in the log', () => {
  test('its days as changed, and no others', async () => {
    const { revision } = await logNow();
    await process().run(life, { botDays }, async () => done(undefined));
    const log = await logNow();
    expect(isGood(log, cell, revision)).toBe(false);
    expect(isGood(log, other, revision)).toBe(true);
    expect(touchOf(log, cell.botId, cell.day).settlesAt).toBeUndefined();
  });

  test('the days that it came to while at work too, before it touches them', async () => {
    const { revision } = await logNow();
    let meanwhile: SessionLog | undefined;
    await process().run(life, { botDays }, async (lease) => {
      await lease.widen(daysOfCell(other));
      meanwhile = await logNow();
      return done(undefined);
    });
    expect(meanwhile?.lease?.botDays.bots.get('st-1')).toEqual(new Set([cell.day, other.day]));
    expect(isGood(await logNow(), other, revision)).toBe(false);
  });

  test.each([
    ['fails', async () => Promise.reject(new Error('lost'))],
    ['is not shown by the index', async () => ({ result: undefined, settled: false })],
  ])('its days as changed and not to be trusted where the work %s', async (_what, work) => {
    const { revision } = await logNow();
    await process()
      .run(life, { botDays }, work)
      .catch(() => undefined);
    const log = await logNow();
    expect(isGood(log, cell, revision)).toBe(false);
    expect(isGood(log, other, revision)).toBe(true);
    expect(touchOf(log, cell.botId, cell.day).settlesAt).toBe(clock.now() + unsettledMs);
    expect(log.lease).toBeUndefined();
  });

  test('is the same where the answer to every update is lost once and the call repeated', async () => {
    const leases = process(async (command, send) => {
      const answer = await send(command);
      return isCall(command, 'Update') ? send(command) : answer;
    });
    const { revision } = await logNow();
    let runs = 0;
    const work = async () => done(++runs);
    expect(await leases.run(life, { botDays }, work)).toBe(1);
    expect(await leases.run(life, { botDays }, work)).toBe(2);
    const log = await logNow();
    expect(log.lease).toBeUndefined();
    expect(isGood(log, cell, revision)).toBe(false);
  });
});

describe('a writer that is gone', () => {
  test.each([
    ['does nothing more', async () => void hold(process()).catch(() => undefined)],
    [
      'cannot note its end',
      async () => {
        let begun = false;
        const failing = process(async (command, send) => {
          if (isCall(command, 'Update') && begun) throw new Error('connection lost');
          return send(command);
        });
        const lost = failing.run(life, { botDays }, async () => {
          begun = true;
          return done(undefined);
        });
        await expect(lost).rejects.toThrow('connection lost');
      },
    ],
  ])('stops others only until its time is up: it %s', async (_what, die) => {
    await die();
    await until(async () => (await logNow()).lease !== undefined);
    const [begunAt, { revision }] = [clock.now(), await logNow()];
    const took = await process().run(life, { botDays: nowhere }, async () => done(clock.now() - begunAt));
    expect(took).toBeGreaterThan(leaseMs - 1000);
    expect(took).toBeLessThan(leaseMs + 1000);
    const log = await logNow();
    expect(isGood(log, cell, revision)).toBe(false);
    expect(isGood(log, other, revision)).toBe(true);
  });

  test('is not taken for gone while it renews its lease', async () => {
    const held = await hold(process());
    for (let passed = 0; passed < 2 * leaseMs; passed += renewEveryMs) {
      await clock.advance(renewEveryMs);
      await until(async () => (await logNow()).lease?.until === clock.now() + leaseMs);
      expect(held.checkHeld).not.toThrow();
    }
    sleepPassesTime = false;
    let overtaken = false;
    const waiting = process().run(life, { botDays }, async () => {
      overtaken = true;
      return done(undefined);
    });
    for (let look = 0; look < 5; look++) await logNow();
    expect(overtaken).toBe(false);
    held.end();
    expect(await held.outcome).toBe('held');
    await waiting;
    expect(overtaken).toBe(true);
  });

  test('and is not, after all: it may write no more, and all is counted as changed', async () => {
    const held = await hold(process());
    const next = await hold(process());
    expect(held.checkHeld).toThrow(AccountBusyError);
    await expect(held.widen(everything)).rejects.toThrow(AccountBusyError);
    const { revision, lease } = await logNow();
    held.end();
    await held.outcome;
    const log = await logNow();
    expect(log.lease, 'the next goes on').toEqual(lease);
    expect(isGood(log, other, revision)).toBe(false);
    next.end();
    expect(await next.outcome).toBe('held');
    expect((await logNow()).lease).toBeUndefined();
  });
});

describe('a writer that could not renew its lease', () => {
  test('stops before others may begin', async () => {
    const held = await hold(process());
    pass(leaseMs / 2);
    expect(held.checkHeld).not.toThrow();
    pass(leaseMs / 4);
    expect(held.checkHeld).toThrow('stood still for too long');
    held.end();
    await held.outcome;
  });

  test('does not take it up again once it was over: what it had written was read by then', async () => {
    const held = await hold(process());
    pass(leaseMs);
    await expect(held.widen(daysOfCell(other))).rejects.toThrow(AccountBusyError);
    expect((await logNow()).lease?.until).toBe(clock.now());
    held.end();
    await held.outcome;
  });

  test('leaves the rest unwritten, and says so', async () => {
    let batches = 0;
    const slow = table.startInstance(
      async (command, send) => {
        if (writesSessions(command) && ++batches === 1) pass(leaseMs);
        return send(command);
      },
      { time: time() },
    );
    const { status, code } = await importInto(slow, rows(1000));
    expect([status, code]).toEqual([503, 'account_busy']);
    // Those that were on their way when the time was up.
    expect(batches).toBeLessThanOrEqual(8);
  });

  test('notes no days either', async () => {
    let batches = 0;
    const slow = table.startInstance(
      async (command, send) => {
        if (isBatchWrite(command)) batches++;
        const output = await send(command);
        if (isBatchGet(command)) pass(leaseMs);
        return output;
      },
      { time: time() },
    );
    const { status, code } = await importInto(slow, rows(10));
    expect([status, code, batches]).toEqual([503, 'account_busy', 0]);
  });
});

async function importInto(instance: Instance, body: unknown): Promise<{ status: number; code: unknown }> {
  const response = await instance.request(`/_emulator/accounts/${life.accountId}/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, code: ((await response.json()) as { code?: unknown }).code };
}

test('a write that fails is told of only once nothing of it is under way any more', async () => {
  const last = gate();
  let [batches, finished] = [0, 0];
  const failing = table.startInstance(async (command, send) => {
    if (!writesSessions(command)) return send(command);
    if (++batches === 1) throw new Error('connection lost');
    await last.opened;
    const output = await send(command);
    finished++;
    return output;
  });
  let told = false;
  const outcome = importInto(failing, rows(1000)).finally(() => {
    told = true;
  });
  await until(async () => batches === 8);
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toBe(false);
  last.open();
  expect((await outcome).status).toBe(500);
  expect([batches, finished]).toEqual([8, 7]);
});

describe('an account', () => {
  const work = async () => done(undefined);

  test('that was removed is given no lease', async () => {
    await control(plain, 'DELETE', `/accounts/${life.accountId}`);
    await expect(process().run(life, { botDays }, work)).rejects.toThrow(AccountGoneError);
  });

  test('that was made anew under its id takes none of the one before', async () => {
    await control(plain, 'DELETE', `/accounts/${life.accountId}`);
    await makeAccount(life.accountId);
    await expect(process().run(life, { botDays }, work)).rejects.toThrow(AccountGoneError);
    expect(await logNow()).toMatchObject({ revision: 0 });
  });

  test('that is removed while a writer is at work tells it in the end', async () => {
    const held = await hold(process());
    await control(plain, 'DELETE', `/accounts/${life.accountId}`);
    held.end();
    await expect(held.outcome).rejects.toThrow(AccountGoneError);
  });

  test('whose sessions others write for too long is busy, and says so', async () => {
    const held = await hold(process());
    sleepPassesTime = false;
    await expect(process().run(life, { botDays }, work)).rejects.toThrow(AccountBusyError);
    const instance = table.startInstance(undefined, { time: time() });
    const response = await instance.request(`/_emulator/accounts/${life.accountId}/sessions`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${controlKey}` },
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 503, code: 'account_busy' });
    held.end();
    await held.outcome;
  });
});

test('a writer whose process does not go on blocks nobody for ever, whatever it was about to write', async () => {
  void process().run(life, { botDays: everything }, () => never<Outcome<void>>());
  await until(async () => (await logNow()).lease !== undefined);
  const instance = table.startInstance(undefined, { time: time() });
  expect(await importInto(instance, rows(3))).toEqual({ status: 200, code: undefined });
});

describe('where DynamoDB throttles', () => {
  const throttling = (): Error =>
    Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $metadata: {} });

  test('a lease is taken and given back once that is over, and its work counts', async () => {
    let refusals = 0;
    const leases = process(async (command, send) => {
      if (isCall(command, 'Update') && ++refusals % 12 !== 0) throw throttling();
      return send(command);
    });

    expect(await leases.run(life, { botDays }, async () => done('written'))).toBe('written');
    expect((await logNow()).lease).toBeUndefined();
    expect(refusals).toBe(24);
  });

  test('a batch of the writer waits for a renewal that is under way', async () => {
    const [renewing, mayRenew] = [gate(), gate()];
    let holdsBack = false;
    const order: string[] = [];
    const interceptor: Interceptor = async (command, send) => {
      if (isCall(command, 'Update') && holdsBack) {
        renewing.open();
        await mayRenew.opened;
        order.push('renewed');
      }
      if (isBatchWrite(command)) order.push('written');
      return send(command);
    };
    const writer = new Table(intercept(table.client, interceptor), tableName, time());

    await process(interceptor).run(life, { botDays }, async (lease) => {
      holdsBack = true;
      const widened = lease.widen(daysOfCell(other));
      await renewing.opened;
      const written = writer.batchWrite([{ put: { pk: 'lease-test', sk: 'x' } }], lease);
      for (let turns = 0; turns < 20; turns++) await turn();
      mayRenew.open();
      await Promise.all([widened, written]);
      holdsBack = false;
      return done(undefined);
    });

    expect(order).toEqual(['renewed', 'written']);
  });
});
