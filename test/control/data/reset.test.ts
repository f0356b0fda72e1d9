import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Instance, type SharedTable, startSharedTable } from '../../store/instances.ts';
import { isBatchWrite, isCall, type Output, readsIndex } from '../../store/intercept.ts';
import { control, done, TestAccount } from './support.ts';

const clock = { mode: 'frozen', now: '2026-03-10T12:00:00.000Z' };
const row = { sessionId: 'extra', botId: 'st-1', userId: 'u-1', start_time: '2026-03-10T11:00:00.000Z' };

let table: SharedTable;
let here: Instance;
let there: Instance;
beforeAll(async () => {
  table = await startSharedTable();
  here = table.startInstance();
  there = table.startInstance();
});
afterAll(() => table.close());

async function seeded(count: number): Promise<TestAccount> {
  const bots = [{ botId: 'st-1' }, { botId: 'st-2' }];
  return (await TestAccount.create(here, { bots, clock, seed: { count } })).account;
}

describe('under traffic', () => {
  test('a request sees what was before a reset or what is after, on every instance', async () => {
    const account = await seeded(60);
    let running = true;
    const totals = new Set<number>();
    const ask = async (instance: Instance): Promise<void> => {
      while (running) {
        const { total, sessions, moreAvailable } = await account.page(instance, { limit: 1000 });
        expect(sessions).toHaveLength(total);
        expect(new Set(sessions.map(({ sessionId }) => sessionId)).size).toBe(total);
        expect(moreAvailable).toBe(false);
        totals.add(total);
      }
    };
    const asking = Promise.all([ask(here), ask(there)]);
    /** Until who asks all the time has met it too, or has failed. */
    const isMet = async (total: number): Promise<void> => {
      const met = async (): Promise<void> => {
        while (running && !totals.has(total)) await new Promise((resolve) => setImmediate(resolve));
      };
      await Promise.race([met(), asking]);
    };
    try {
      for (let round = 0; round < 6; round++) {
        const instance = round % 2 === 0 ? here : there;
        await done(instance, 'POST', `${account.path}/reset`, { to: 'empty' });
        expect((await account.page(round % 2 === 0 ? there : here)).total).toBe(0);
        await isMet(0);
        await done(instance, 'POST', `${account.path}/reset`);
        expect((await account.page(there, { limit: 1 })).total).toBe(60);
        await isMet(60);
      }
    } finally {
      running = false;
    }
    await asking;
    expect([...totals].sort()).toEqual([0, 60]);
  });

  test('of several resets at once each takes place, one after the other', async () => {
    const account = await seeded(20);
    const answers = await Promise.all(
      [here, there, here, there].map((instance) => control(instance, 'POST', `${account.path}/reset`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await account.page(here)).total).toBe(20);
  });
});

describe('that is cut off or fails', () => {
  const writes = [1, 2, 3, 4, 5, 6];

  test.each(writes)('at its %d. write changes nothing, and can be done again', async (fatal) => {
    const account = await seeded(40);
    await done(here, 'POST', `${account.path}/sessions`, [row]);
    await done(here, 'PUT', `${account.path}/clock`, { advance: 'PT1H' });
    const before = await account.exportAll(there);
    let count = 0;
    const failing = table.startInstance(async (command, send) => {
      const isWrite = isBatchWrite(command) || isCall(command, 'Update') || isCall(command, 'Put');
      if (isWrite && ++count >= fatal) throw new Error('connection lost');
      return send(command);
    });
    const response = await control(failing, 'POST', `${account.path}/reset`);
    if (response.status === 500) {
      expect(await account.exportAll(there)).toBe(before);
      expect(await done(there, 'GET', `${account.path}/clock`)).toMatchObject({
        now: '2026-03-10T13:00:00.000Z',
      });
    }
    expect([200, 500]).toContain(response.status);
    await done(there, 'POST', `${account.path}/reset`);
    expect((await account.page(here)).total).toBe(40);
  });
});

describe('while the index lags', () => {
  /** Shows an index without what was written in the last looks. */
  function lagging(looks: number) {
    let left = looks;
    return table.startInstance(async (command, send): Promise<Output> => {
      const output = await send(command);
      return readsIndex(command) && left-- > 0 ? { ...output, Items: [] } : output;
    });
  }

  test('a reset needs nothing of it', async () => {
    const account = await seeded(30);
    await done(here, 'POST', `${account.path}/sessions`, [row]);
    expect(await done(lagging(1e9), 'POST', `${account.path}/reset`)).toMatchObject({ written: 30 });
    expect((await account.page(there)).total).toBe(30);
  });

  test('a deletion waits until the index shows nothing of it', async () => {
    const account = await seeded(30);
    let left = 3;
    const instance = table.startInstance(async (command, send): Promise<Output> => {
      const output = await send(command);
      // What was removed leaves a trace in the index, which is not shown yet.
      return readsIndex(command) && left-- > 0 ? { ...output, Items: [] } : output;
    });
    const answer = await done(instance, 'DELETE', `${account.path}/sessions?botId=st-1`);
    expect(answer).toMatchObject({ settled: true });
    expect(left).toBeLessThanOrEqual(0);
    expect(await account.exportAll(there)).not.toContain('"botId":"st-1"');
  });

  test.each(['botId=st-1', 'from=2026-03-04&to=2026-03-10'])(
    'a deletion of %s does not pass over what the index does not show yet',
    async (filter) => {
      const account = await seeded(30);
      const options = { indexLagMs: 60_000 };
      await done(table.startInstance(undefined, options), 'POST', `${account.path}/sessions`, [row]);
      const behind = table.startInstance(async (command, send): Promise<Output> => {
        const output = await send(command);
        const items = (output['Items'] ?? []) as { sk: string }[];
        const isBehind = readsIndex(command);
        return isBehind ? { ...output, Items: items.filter(({ sk }) => sk !== row.sessionId) } : output;
      }, options);
      await done(behind, 'DELETE', `${account.path}/sessions?${filter}`);
      expect(await account.exportAll(there)).not.toContain(row.sessionId);
    },
  );
});

describe('snapshots', () => {
  test('keep sessions, clock and faults; others are left alone', async () => {
    const account = await seeded(25);
    const fault = { effect: { error: 'internal' }, times: 1 };
    await done(here, 'PUT', `${account.path}/faults`, [fault]);
    await done(here, 'PUT', `${account.path}/clock`, { advance: 'PT1H' });
    expect(await done(here, 'PUT', `${account.path}/snapshots/later`)).toMatchObject({ sessions: 25 });
    await done(there, 'POST', `${account.path}/reset`, { to: 'empty' });
    await done(there, 'PUT', `${account.path}/snapshots/none`);
    expect((await account.page(here)).total).toBe(0);

    await done(there, 'POST', `${account.path}/snapshots/later/restore`);
    expect(await done(here, 'GET', `${account.path}/clock`)).toMatchObject({
      now: '2026-03-10T13:00:00.000Z',
    });
    // The fault counts anew.
    expect((await account.ask(here)).status).toBe(500);
    expect((await account.page(here)).total).toBe(25);
    await done(here, 'POST', `${account.path}/snapshots/later/restore`);
    expect((await account.ask(here)).status).toBe(500);

    const { snapshots } = await done<{ snapshots: { name: string }[] }>(
      here,
      'GET',
      `${account.path}/snapshots`,
    );
    expect(snapshots.map(({ name }) => name)).toEqual(['later', 'none']);
    await done(here, 'DELETE', `${account.path}/snapshots/later`);
    await done(here, 'DELETE', `${account.path}/snapshots/later`);
    const gone = await control(there, 'POST', `${account.path}/snapshots/later/restore`);
    expect(gone.status).toBe(404);
    expect(await gone.json()).toMatchObject({ code: 'snapshot_not_found' });
  });

  test('one in place of another is the new one', async () => {
    const account = await seeded(5);
    expect((await control(here, 'PUT', `${account.path}/snapshots/s`)).status).toBe(201);
    await done(here, 'POST', `${account.path}/sessions`, [row]);
    expect((await control(there, 'PUT', `${account.path}/snapshots/s`)).status).toBe(200);
    await done(here, 'POST', `${account.path}/reset`, { to: 'empty' });
    expect(await done(here, 'POST', `${account.path}/snapshots/s/restore`)).toMatchObject({ written: 6 });
  });

  test.each(['a name', 'x'.repeat(65), 'é'])('the name %j is refused', async (name) => {
    const account = await seeded(1);
    const path = `${account.path}/snapshots/${encodeURIComponent(name)}`;
    expect((await control(here, 'PUT', path)).status).toBe(400);
    expect((await control(here, 'POST', `${path}/restore`)).status).toBe(404);
  });
});

test('the clock loses no advance of several at once', async () => {
  for (const mode of [clock, { mode: 'real' }, { mode: 'offset', by: 'PT0S' }]) {
    const account = await seeded(0);
    await done(here, 'PUT', `${account.path}/clock`, mode);
    const before = Date.parse((await done<{ now: string }>(here, 'GET', `${account.path}/clock`)).now);
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        done(index % 2 ? here : there, 'PUT', `${account.path}/clock`, { advance: 'PT1H' }),
      ),
    );
    const after = Date.parse((await done<{ now: string }>(there, 'GET', `${account.path}/clock`)).now);
    expect(Math.round((after - before) / 3_600_000)).toBe(12);
  }
});

describe('a write whose answer is lost and that the SDK sends again', () => {
  /** Sends every conditional write twice, and gives the answer of the second. */
  const repeating = () =>
    table.startInstance(async (command, send) => {
      const isWrite = isCall(command, 'Update') || isCall(command, 'Delete');
      if (isWrite && command.input['ConditionExpression'] !== undefined) await send(command).catch(() => {});
      return send(command);
    });

  test('advances the clock once', async () => {
    const account = await seeded(0);
    const instance = repeating();
    for (let hour = 13; hour < 16; hour++) {
      await done(instance, 'PUT', `${account.path}/clock`, { advance: 'PT1H' });
      const { now } = await done<{ now: string }>(here, 'GET', `${account.path}/clock`);
      expect(now).toBe(`2026-03-10T${hour}:00:00.000Z`);
    }
  });

  test('switches to the new data set and removes the old one later', async () => {
    const account = await seeded(20);
    const accountItem = await here.store.accounts.read(account.accountId);
    await done(repeating(), 'POST', `${account.path}/reset`);
    expect((await account.page(there)).total).toBe(20);
    const soon = Date.now() + 61_000;
    for (let sweep = 0; sweep < 9; sweep++)
      await here.store.removals.sweep(soon, here.store.removals.budget({ items: 10_000, ms: 5_000 }));
    const old = accountItem?.layers ?? [];
    // What lies below is what a reset goes back to.
    expect(await here.store.sessions.readRecords(old.slice(0, 1)).next()).toMatchObject({ done: true });
    expect((await account.page(there)).total).toBe(20);
  });

  test('removes an account with all it holds', async () => {
    const account = await seeded(20);
    const accountItem = await here.store.accounts.read(account.accountId);
    expect((await control(repeating(), 'DELETE', account.path)).status).toBe(204);
    const old = accountItem?.layers ?? [];
    expect(await here.store.sessions.readRecords(old).next()).toMatchObject({ done: true });
    expect((await control(there, 'GET', account.path)).status).toBe(404);
  });
});
