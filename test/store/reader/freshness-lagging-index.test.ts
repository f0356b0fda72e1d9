import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hurriedTime } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { ask, CountedTable, dayMs, days, importInto, indexReads, noon, sessionsOf } from '../counted.ts';
import { writesSessions } from '../intercept.ts';

let shared: CountedTable;
beforeAll(async () => {
  shared = await CountedTable.start();
});
afterAll(() => shared.table.close());

describe('what was read while the index lagged', () => {
  test('is not kept for as long as a write has said that it had not settled', async () => {
    const accountId = await shared.accountWith(sessionsOf('st-0', 14));
    let now = noon;
    const { instance, counter } = shared.startCounted({ time: hurriedTime(() => now) });
    const writer = shared.table.startInstance(shared.lagging.interceptor, { time: hurriedTime(() => now) });
    shared.lagging.lag = () => 200;
    expect(await importInto(writer, accountId, sessionsOf('st-0', 21))).toMatchObject({ settled: false });
    shared.lagging.lag = () => 0;
    await ask(instance, accountId);
    shared.lagging.catchUp();
    expect((await ask(instance, accountId)).total).toBe(21);
    now += 60_000;
    counter.take();
    expect((await ask(instance, accountId)).total).toBe(21);
    expect(indexReads(counter.take())).toHaveLength(days);
    await ask(instance, accountId);
    expect(counter.take()).toEqual(['Get']);
  });

  test('is not kept where a writer was gone before the index showed what it had written', async () => {
    const accountId = await shared.accountWith(sessionsOf('st-0', 14));
    let now = noon;
    const { instance } = shared.startCounted({ time: hurriedTime(() => now) });
    let batches = 0;
    const dying = shared.table.startInstance(
      (command, send) =>
        shared.lagging.interceptor(command, async (passed) => {
          if (batches > 0 && !writesSessions(passed)) return new Promise(() => {});
          const output = await send(passed);
          if (writesSessions(passed)) batches++;
          return output;
        }),
      { time: hurriedTime(() => now) },
    );
    shared.lagging.lag = () => 200;
    void importInto(dying, accountId, sessionsOf('st-0', 21));
    while (batches === 0) await new Promise((resolve) => setImmediate(resolve));
    now += 30_000;
    await ask(instance, accountId);
    shared.lagging.lag = () => 0;
    shared.lagging.catchUp();
    expect((await ask(instance, accountId)).total).toBe(21);
  });

  test('is not kept while others may not see yet what an import has shown to its writer', async () => {
    const accountId = await shared.createAccount({ seed: sessionsOf('st-0', 21) });
    let now = noon;
    const options = { time: hurriedTime(() => now), indexLagMs: 1000 };
    const writer = shared.table.startInstance(shared.lagging.interceptor, options);
    await importInto(writer, accountId, sessionsOf('st-0', 21));
    const { instance, counter } = shared.startCounted(options);
    await ask(instance, accountId);
    now += 999;
    counter.take();
    await ask(instance, accountId);
    expect(indexReads(counter.take()).length).toBeGreaterThanOrEqual(days);
    now += 1;
    await ask(instance, accountId);
    counter.take();
    await ask(instance, accountId);
    expect(counter.take()).toEqual(['Get']);
  });

  test('is not kept where an account was made with its sessions a moment ago', async () => {
    let now = noon;
    const options = { time: hurriedTime(() => now), indexLagMs: 1000 };
    const maker = shared.table.startInstance(shared.lagging.interceptor, options);
    const accountId = await shared.createAccount({ seed: sessionsOf('st-0', 21) }, maker);
    const { instance, counter } = shared.startCounted(options);
    await ask(instance, accountId);
    counter.take();
    await ask(instance, accountId);
    expect(indexReads(counter.take())).toHaveLength(days + 1);
    now += 1000;
    await ask(instance, accountId);
    counter.take();
    await ask(instance, accountId);
    expect(counter.take()).toEqual(['Get']);
  });

  test('is no guide to where sessions are that are to be removed', async () => {
    const accountId = await shared.accountWith(sessionsOf('st-0', 14));
    const moved = { ...sessionsOf('st-0', 1)[0], botId: 'st-9', start_time: new Date(noon - 3 * dayMs) };
    const { instance } = shared.startCounted();
    shared.lagging.lag = () => 200;
    await importInto(shared.plain, accountId, [moved]);
    shared.lagging.lag = () => 0;
    // The index still has it where it was.
    await control(shared.plain, 'DELETE', `/accounts/${accountId}/sessions?botId=st-0`);
    shared.lagging.catchUp();
    expect((await ask(instance, accountId, {}, '')).sessions).toMatchObject([
      { sessionId: 'st-0-0', botId: 'st-9' },
    ]);
  });
});
