import { describe, expect, test } from 'vitest';
import { hurriedTime } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { ask, dayMs, days, importInto, indexReads, noon, sessionsOf, useCountedTable } from '../counted.ts';
import { writesSessions } from '../intercept.ts';

const counted = useCountedTable();

describe('what was read while the index lagged', () => {
  test('is not kept for as long as a write has said that it had not settled', async () => {
    const accountId = await counted().accountWith(sessionsOf('st-0', 14));
    let now = noon;
    const { instance, counter } = counted().startCounted({ time: hurriedTime(() => now) });
    const writer = counted().table.startInstance(counted().lagging.interceptor, {
      time: hurriedTime(() => now),
    });
    counted().lagging.lag = () => 200;
    expect(await importInto(writer, accountId, sessionsOf('st-0', 21))).toMatchObject({ settled: false });
    counted().lagging.lag = () => 0;
    await ask(instance, accountId);
    counted().lagging.catchUp();
    expect((await ask(instance, accountId)).total).toBe(21);
    now += 60_000;
    counter.take();
    expect((await ask(instance, accountId)).total).toBe(21);
    expect(indexReads(counter.take())).toHaveLength(days);
    await ask(instance, accountId);
    expect(counter.take()).toEqual(['Get']);
  });

  test('is not kept where a writer was gone before the index showed what it had written', async () => {
    const accountId = await counted().accountWith(sessionsOf('st-0', 14));
    let now = noon;
    const { instance } = counted().startCounted({ time: hurriedTime(() => now) });
    let batches = 0;
    const dying = counted().table.startInstance(
      (command, send) =>
        counted().lagging.interceptor(command, async (passed) => {
          if (batches > 0 && !writesSessions(passed)) return new Promise(() => {});
          const output = await send(passed);
          if (writesSessions(passed)) batches++;
          return output;
        }),
      { time: hurriedTime(() => now) },
    );
    counted().lagging.lag = () => 200;
    void importInto(dying, accountId, sessionsOf('st-0', 21));
    while (batches === 0) await new Promise((resolve) => setImmediate(resolve));
    now += 30_000;
    await ask(instance, accountId);
    counted().lagging.lag = () => 0;
    counted().lagging.catchUp();
    expect((await ask(instance, accountId)).total).toBe(21);
  });

  test('is not kept while others may not see yet what an import has shown to its writer', async () => {
    const accountId = await counted().createAccount({ seed: sessionsOf('st-0', 21) });
    let now = noon;
    const options = { time: hurriedTime(() => now), indexLagMs: 1000 };
    const writer = counted().table.startInstance(counted().lagging.interceptor, options);
    await importInto(writer, accountId, sessionsOf('st-0', 21));
    const { instance, counter } = counted().startCounted(options);
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
    const maker = counted().table.startInstance(counted().lagging.interceptor, options);
    const accountId = await counted().createAccount({ seed: sessionsOf('st-0', 21) }, maker);
    const { instance, counter } = counted().startCounted(options);
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
    const accountId = await counted().accountWith(sessionsOf('st-0', 14));
    const moved = { ...sessionsOf('st-0', 1)[0], botId: 'st-9', start_time: new Date(noon - 3 * dayMs) };
    const { instance } = counted().startCounted();
    counted().lagging.lag = () => 200;
    await importInto(counted().plain, accountId, [moved]);
    counted().lagging.lag = () => 0;
    // The index still has it where it was.
    await control(counted().plain, 'DELETE', `/accounts/${accountId}/sessions?botId=st-0`);
    counted().lagging.catchUp();
    expect((await ask(instance, accountId, {}, '')).sessions).toMatchObject([
      { sessionId: 'st-0-0', botId: 'st-9' },
    ]);
  });
});
