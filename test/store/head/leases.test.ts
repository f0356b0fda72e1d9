import { describe, expect, test } from 'vitest';
import { type SessionLog, touchOf, unsettledMs } from '../../../functions/domain/session-log.ts';
import { AccountBusyError, AccountGoneError } from '../../../functions/store/errors.ts';
import { control } from '../control.ts';
import { controlKey } from '../instances.ts';
import { isCall } from '../intercept.ts';
import { botDays, cell, daysOfCell, done, other, useLeases } from './use-leases.ts';

const leased = useLeases();

describe('leases of several processes, and several in each', () => {
  test('never overlap, each has a fencing token of its own, and all come to their end', async () => {
    const processes = [leased().process(), leased().process(), leased().process()];
    const tokens: number[] = [];
    let [atWork, most] = [0, 0];
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (processes[index % 3] ?? leased().process()).run(
          leased().life,
          { botDays },
          async ({ fencingToken }) => {
            most = Math.max(most, ++atWork);
            tokens.push(fencingToken);
            await new Promise((resolve) => setImmediate(resolve));
            atWork--;
            return done(index);
          },
        ),
      ),
    );
    expect(results).toEqual(Array.from({ length: 12 }, (_, index) => index));
    expect(most).toBe(1);
    expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => a - b));
    expect((await leased().logNow()).lease).toBeUndefined();
  });

  test('take three calls: what was written last under one need not be read again to end it', async () => {
    const calls: string[] = [];
    const leases = leased().process((command, send) => {
      calls.push(command.constructor.name);
      return send(command);
    });
    await leases.run(leased().life, { botDays }, async () => done('done'));
    expect(calls).toEqual(['GetCommand', 'UpdateCommand', 'UpdateCommand']);
    calls.length = 0;
    await leases.run(leased().life, { botDays }, async (lease) => {
      await lease.widen(daysOfCell(other));
      return done('done');
    });
    expect(calls).toEqual(['Get', 'Update', 'Get', 'Update', 'Update'].map((name) => `${name}Command`));
  });

  test('go on after one that fails, in the same process too', async () => {
    const leases = leased().process();
    const failing = leases.run(leased().life, { botDays }, async () => {
      throw new Error('the work failed');
    });
    const next = leases.run(leased().life, { botDays }, async () => done('next'));
    await expect(failing).rejects.toThrow('the work failed');
    expect(await next).toBe('next');
  });

  test('of different accounts do not wait for each other', async () => {
    const leases = leased().process();
    const held = await leased().hold(leases);
    const another = await leased().makeAccount();
    expect(await leases.run(another, { botDays }, async () => done('done'))).toBe('done');
    held.end();
    await held.outcome;
  });
});

describe('what a lease leaves in the log', () => {
  test('its days as changed, and no others', async () => {
    const { revision } = await leased().logNow();
    await leased()
      .process()
      .run(leased().life, { botDays }, async () => done(undefined));
    const log = await leased().logNow();
    expect(leased().isGood(log, cell, revision)).toBe(false);
    expect(leased().isGood(log, other, revision)).toBe(true);
    expect(touchOf(log, cell.botId, cell.day).settlesAt).toBeUndefined();
  });

  test('the days that it came to while at work too, before it touches them', async () => {
    const { revision } = await leased().logNow();
    let meanwhile: SessionLog | undefined;
    await leased()
      .process()
      .run(leased().life, { botDays }, async (lease) => {
        await lease.widen(daysOfCell(other));
        meanwhile = await leased().logNow();
        return done(undefined);
      });
    expect(meanwhile?.lease?.botDays.bots.get('st-1')).toEqual(new Set([cell.day, other.day]));
    expect(leased().isGood(await leased().logNow(), other, revision)).toBe(false);
  });

  test.each([
    ['fails', async () => Promise.reject(new Error('lost'))],
    ['is not shown by the index', async () => ({ result: undefined, settled: false })],
  ])('its days as changed and not to be trusted where the work %s', async (_what, work) => {
    const { revision } = await leased().logNow();
    await leased()
      .process()
      .run(leased().life, { botDays }, work)
      .catch(() => undefined);
    const log = await leased().logNow();
    expect(leased().isGood(log, cell, revision)).toBe(false);
    expect(leased().isGood(log, other, revision)).toBe(true);
    expect(touchOf(log, cell.botId, cell.day).settlesAt).toBe(leased().clock.now() + unsettledMs);
    expect(log.lease).toBeUndefined();
  });

  test('is the same where the answer to every update is lost once and the call repeated', async () => {
    const leases = leased().process(async (command, send) => {
      const answer = await send(command);
      return isCall(command, 'Update') ? send(command) : answer;
    });
    const { revision } = await leased().logNow();
    let runs = 0;
    const work = async () => done(++runs);
    expect(await leases.run(leased().life, { botDays }, work)).toBe(1);
    expect(await leases.run(leased().life, { botDays }, work)).toBe(2);
    const log = await leased().logNow();
    expect(log.lease).toBeUndefined();
    expect(leased().isGood(log, cell, revision)).toBe(false);
  });
});

describe('an account', () => {
  const work = async () => done(undefined);

  test('that was removed is given no lease', async () => {
    await control(leased().plain, 'DELETE', `/accounts/${leased().life.accountId}`);
    await expect(leased().process().run(leased().life, { botDays }, work)).rejects.toThrow(AccountGoneError);
  });

  test('that was made anew under its id takes none of the one before', async () => {
    await control(leased().plain, 'DELETE', `/accounts/${leased().life.accountId}`);
    await leased().makeAccount(leased().life.accountId);
    await expect(leased().process().run(leased().life, { botDays }, work)).rejects.toThrow(AccountGoneError);
    expect(await leased().logNow()).toMatchObject({ revision: 0 });
  });

  test('that is removed while a writer is at work tells it in the end', async () => {
    const held = await leased().hold(leased().process());
    await control(leased().plain, 'DELETE', `/accounts/${leased().life.accountId}`);
    held.end();
    await expect(held.outcome).rejects.toThrow(AccountGoneError);
  });

  test('whose sessions others write for too long is busy, and says so', async () => {
    const held = await leased().hold(leased().process());
    leased().sleepPassesTime = false;
    await expect(leased().process().run(leased().life, { botDays }, work)).rejects.toThrow(AccountBusyError);
    const instance = leased().table.startInstance(undefined, { time: leased().time() });
    const response = await instance.request(`/_emulator/accounts/${leased().life.accountId}/sessions`, {
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
