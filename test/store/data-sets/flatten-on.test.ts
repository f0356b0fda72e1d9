import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goOnFor } from '../../../functions/control/tidy-up.ts';
import type { Time } from '../../../functions/domain/time.ts';
import type { TestAccount } from '../../control/data/support.ts';
import { hurriedTime } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { atCutOffs } from '../cut-offs.ts';
import { type Interceptor, isBatchWrite, isRead, writesSessions } from '../intercept.ts';
import { Layered, start } from './layered.ts';

/* Layers that take longer to become few than one call has are written on by the next one. */

let layered: Layered;
beforeAll(async () => {
  layered = await Layered.start();
});
afterAll(() => layered.table.close());

const hour = 3_600_000;
const perLayer = 200;
const rows = (layer: number, count = perLayer) =>
  Array.from({ length: count }, (_, number) => ({
    sessionId: `s-${layer}-${String(number).padStart(3, '0')}`,
    botId: 'st-1',
    userId: 'u-1',
    start_time: new Date(start - (number % 7) * 86_400_000 - number * 1000 - layer).toISOString(),
  }));

/** An account on four layers, each of two hundred sessions, and one of them removed in the newest. */
async function deep(): Promise<TestAccount> {
  const account = await layered.create();
  const { store } = layered.here;
  for (let layer = 0; layer < 4; layer++) {
    await control(layered.here, 'POST', `${account.path}/sessions`, rows(layer));
    if (layer === 3) await control(layered.here, 'DELETE', `${account.path}/sessions/s-0-000`);
    const life = await layered.read(account);
    await store.sessionWriter.hold(life, async (lease) => {
      const { noted } = await store.dataSets.keep(life, lease, layered.now);
      await store.dataSets.keepNoted(noted);
    });
  }
  return account;
}

const total = 4 * perLayer - 1;

async function expectWhole(account: TestAccount): Promise<void> {
  const page = await account.page(layered.table.startInstance(), { limit: 1 });
  expect(page.total).toBe(total);
  const exported = await account.exportAll(layered.table.startInstance());
  expect(exported.split('\n').filter((line) => line !== '')).toHaveLength(total);
}

/** An instance in whose time each batch of sessions takes 400 ms. */
function startSlow(interceptor: Interceptor = (command, send) => send(command)) {
  let elapsed = 0;
  let written = 0;
  const time: Time = { ...hurriedTime(() => layered.now), monotonic: () => elapsed };
  const slow: Interceptor = (command, send) => {
    if (writesSessions(command)) {
      elapsed += 400;
      written += JSON.stringify(command.input).split('"start_time"').length - 1;
    }
    return interceptor(command, send);
  };
  const { store } = layered.table.startInstance(slow, { time });
  return { store, time, written: () => written };
}

const layersOf = async (account: TestAccount): Promise<number> => (await layered.read(account)).layers.length;

describe('layers that one call cannot make few', () => {
  test('are made few by several, each of which goes on where the last one stopped', async () => {
    const account = await deep();
    const { store, written } = startSlow();
    let rounds = 1;
    while (!(await (await store.flattening()).flatten(await layered.read(account), layered.now, 2_000)))
      rounds++;

    expect(rounds).toBeGreaterThan(2);
    expect(rounds).toBeLessThan(9);
    // Little of it twice.
    expect(written()).toBeLessThan(1.2 * 3 * perLayer);
    expect(await layersOf(account)).toBe(3);
    await expectWhole(account);
  });

  test('are made few by the schedule, with no further call', async () => {
    const account = await deep();
    const { store, time } = startSlow();
    await (await store.flattening()).flatten(await layered.read(account), layered.now, 4_000);
    expect(await layersOf(account)).toBe(5);
    for (let minute = 0; minute < 8 && (await layersOf(account)) > 3; minute++) {
      layered.pass(60_000);
      await goOnFor(4_000, store, time);
    }
    expect(await layersOf(account)).toBe(3);
    await expectWhole(account);
    await layered.sweep(2 * hour);
    await expectWhole(account);
  });

  test('are begun with anew where a snapshot has put another on top', async () => {
    const account = await deep();
    const { store } = startSlow();
    await (await store.flattening()).flatten(await layered.read(account), layered.now, 4_000);
    const before = await layered.read(account);
    await control(layered.here, 'POST', `${account.path}/sessions`, [{ ...rows(3)[1], userId: 'u-2' }]);
    await control(layered.here, 'PUT', `${account.path}/snapshots/more`);
    await layered.table.settled();
    expect(await layersOf(account)).toBe(3);
    await expectWhole(account);
    await layered.sweep(2 * hour);
    await layered.sweep(hour);
    await expectWhole(account);
    await control(layered.here, 'DELETE', account.path);
    for (const ms of [61_000, 2 * hour, hour, 61_000]) await layered.sweep(ms);
    expect(await layered.leftOf(before.layers)).toEqual([]);
  });

  test('leave nothing and lose nothing, wherever calls that go on are cut off', async () => {
    await atCutOffs(4, async (after) => {
      const account = await deep();
      let writes = 0;
      const { store } = startSlow(async (command, send) => {
        if (!isRead(command) && !isBatchWrite(command) && ++writes > after) throw new Error('killed');
        return send(command);
      });
      const life = await layered.read(account);
      const flattening = await store.flattening();
      const round = () => flattening.flatten(life, layered.now, 4_000).catch(() => undefined);
      for (let rounds = 0; rounds < 12 && !(await round()); rounds++);
      await expectWhole(account);
      await layered.sweep(2 * hour);
      await layered.sweep(61_000);
      expect(await layersOf(account)).toBe(3);
      await expectWhole(account);
      const { layers } = await layered.read(account);
      await control(layered.here, 'DELETE', account.path);
      for (const ms of [61_000, 2 * hour, hour, 61_000]) await layered.sweep(ms);
      expect(await layered.leftOf([...life.layers, ...layers]), `after ${after}`).toEqual([]);
      return { wasCutOff: writes > after, writes };
    });
  });
});
