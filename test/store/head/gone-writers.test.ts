import { describe, expect, test } from 'vitest';
import { everything, nowhere } from '../../../functions/domain/bot-days.ts';
import { AccountBusyError } from '../../../functions/store/errors.ts';
import { leaseMs, renewEveryMs } from '../../../functions/store/head/lease-times.ts';
import type { Outcome } from '../../../functions/store/head/leases.ts';
import { isBatchGet, isBatchWrite, isCall, writesSessions } from '../intercept.ts';
import { botDays, cell, daysOfCell, done, other, rows, until, useLeases } from './use-leases.ts';

const leased = useLeases();
const never = <T>(): Promise<T> => new Promise(() => {});

describe('a writer that is gone', () => {
  test.each([
    [
      'does nothing more',
      async () =>
        void leased()
          .hold(leased().process())
          .catch(() => undefined),
    ],
    [
      'cannot note its end',
      async () => {
        let begun = false;
        const failing = leased().process(async (command, send) => {
          if (isCall(command, 'Update') && begun) throw new Error('connection lost');
          return send(command);
        });
        const lost = failing.run(leased().life, { botDays }, async () => {
          begun = true;
          return done(undefined);
        });
        await expect(lost).rejects.toThrow('connection lost');
      },
    ],
  ])('stops others only until its time is up: it %s', async (_what, die) => {
    await die();
    await until(async () => (await leased().logNow()).lease !== undefined);
    const [begunAt, { revision }] = [leased().clock.now(), await leased().logNow()];
    const took = await leased()
      .process()
      .run(leased().life, { botDays: nowhere }, async () => done(leased().clock.now() - begunAt));
    expect(took).toBeGreaterThan(leaseMs - 1000);
    expect(took).toBeLessThan(leaseMs + 1000);
    const log = await leased().logNow();
    expect(leased().isGood(log, cell, revision)).toBe(false);
    expect(leased().isGood(log, other, revision)).toBe(true);
  });

  test('is not taken for gone while it renews its lease', async () => {
    const held = await leased().hold(leased().process());
    for (let passed = 0; passed < 2 * leaseMs; passed += renewEveryMs) {
      await leased().clock.advance(renewEveryMs);
      await until(async () => (await leased().logNow()).lease?.until === leased().clock.now() + leaseMs);
      expect(held.checkHeld).not.toThrow();
    }
    leased().sleepPassesTime = false;
    let overtaken = false;
    const waiting = leased()
      .process()
      .run(leased().life, { botDays }, async () => {
        overtaken = true;
        return done(undefined);
      });
    for (let look = 0; look < 5; look++) await leased().logNow();
    expect(overtaken).toBe(false);
    held.end();
    expect(await held.outcome).toBe('held');
    await waiting;
    expect(overtaken).toBe(true);
  });

  test('and is not, after all: it may write no more, and all is counted as changed', async () => {
    const held = await leased().hold(leased().process());
    const next = await leased().hold(leased().process());
    expect(held.checkHeld).toThrow(AccountBusyError);
    await expect(held.widen(everything)).rejects.toThrow(AccountBusyError);
    const { revision, lease } = await leased().logNow();
    held.end();
    await held.outcome;
    const log = await leased().logNow();
    expect(log.lease, 'the next goes on').toEqual(lease);
    expect(leased().isGood(log, other, revision)).toBe(false);
    next.end();
    expect(await next.outcome).toBe('held');
    expect((await leased().logNow()).lease).toBeUndefined();
  });
});

describe('a writer that could not renew its lease', () => {
  test('stops before others may begin', async () => {
    const held = await leased().hold(leased().process());
    leased().pass(leaseMs / 2);
    expect(held.checkHeld).not.toThrow();
    leased().pass(leaseMs / 4);
    expect(held.checkHeld).toThrow('stood still for too long');
    held.end();
    await held.outcome;
  });

  test('does not take it up again once it was over: what it had written was read by then', async () => {
    const held = await leased().hold(leased().process());
    leased().pass(leaseMs);
    await expect(held.widen(daysOfCell(other))).rejects.toThrow(AccountBusyError);
    expect((await leased().logNow()).lease?.until).toBe(leased().clock.now());
    held.end();
    await held.outcome;
  });

  test('leaves the rest unwritten, and says so', async () => {
    let batches = 0;
    const slow = leased().table.startInstance(
      async (command, send) => {
        if (writesSessions(command) && ++batches === 1) leased().pass(leaseMs);
        return send(command);
      },
      { time: leased().time() },
    );
    const { status, code } = await leased().importInto(slow, rows(1000));
    expect([status, code]).toEqual([503, 'account_busy']);
    // Those that were on their way when the time was up.
    expect(batches).toBeLessThanOrEqual(8);
  });

  test('notes no days either', async () => {
    let batches = 0;
    const slow = leased().table.startInstance(
      async (command, send) => {
        if (isBatchWrite(command)) batches++;
        const output = await send(command);
        if (isBatchGet(command)) leased().pass(leaseMs);
        return output;
      },
      { time: leased().time() },
    );
    const { status, code } = await leased().importInto(slow, rows(10));
    expect([status, code, batches]).toEqual([503, 'account_busy', 0]);
  });
});

test('a writer whose process does not go on blocks nobody for ever, whatever it was about to write', async () => {
  void leased()
    .process()
    .run(leased().life, { botDays: everything }, () => never<Outcome<void>>());
  await until(async () => (await leased().logNow()).lease !== undefined);
  const instance = leased().table.startInstance(undefined, { time: leased().time() });
  expect(await leased().importInto(instance, rows(3))).toEqual({ status: 200, code: undefined });
});
