import { describe, expect, test } from 'vitest';
import { Table } from '../../../functions/store/table/table.ts';
import { turn } from '../../support/manual-time.ts';
import { tableName } from '../instances.ts';
import { type Interceptor, intercept, isBatchWrite, isCall, writesSessions } from '../intercept.ts';
import { botDays, daysOfCell, done, gate, other, rows, until, useLeases } from './use-leases.ts';

const leased = useLeases();

test('a write that fails is told of only once nothing of it is under way any more', async () => {
  const last = gate();
  let [batches, finished] = [0, 0];
  const failing = leased().table.startInstance(async (command, send) => {
    if (!writesSessions(command)) return send(command);
    if (++batches === 1) throw new Error('connection lost');
    await last.opened;
    const output = await send(command);
    finished++;
    return output;
  });
  let told = false;
  const outcome = leased()
    .importInto(failing, rows(1000))
    .finally(() => {
      told = true;
    });
  await until(async () => batches === 8);
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toBe(false);
  last.open();
  expect((await outcome).status).toBe(500);
  expect([batches, finished]).toEqual([8, 7]);
});

describe('where DynamoDB throttles', () => {
  const throttling = (): Error =>
    Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $metadata: {} });

  test('a lease is taken and given back once that is over, and its work counts', async () => {
    let refusals = 0;
    const leases = leased().process(async (command, send) => {
      if (isCall(command, 'Update') && ++refusals % 12 !== 0) throw throttling();
      return send(command);
    });

    expect(await leases.run(leased().life, { botDays }, async () => done('written'))).toBe('written');
    expect((await leased().logNow()).lease).toBeUndefined();
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
    const writer = new Table(intercept(leased().table.client, interceptor), tableName, leased().time());

    await leased()
      .process(interceptor)
      .run(leased().life, { botDays }, async (lease) => {
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
