import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../control.ts';
import { isCall } from '../intercept.ts';
import { changesLayers, justBefore, Layered } from './layered.ts';

let layered: Layered;

beforeAll(async () => {
  layered = await Layered.start();
});
afterAll(() => layered.table.close());

test('a layer is not removed that is kept while a sweep looks at whether anybody uses it', async () => {
  const account = await layered.make(0);
  const { clock, ...life } = await layered.read(account);
  const state = { layers: [{ name: 'gone' }], sessions: 0, clock, faults: null };
  // Its note that the own layer is not seen any more stays.
  await expect(layered.here.store.dataSets.switchTo(life, state, layered.now)).rejects.toMatchObject({
    name: 'DataGoneError',
  });
  let asksForUsers = false;
  const { interceptor, hasHappened } = justBefore(
    (command) => {
      if (!isCall(command, 'Get')) return false;
      const key = JSON.stringify(command.input['Key']);
      if (key.includes('"USERS"')) asksForUsers = true;
      return asksForUsers && key.includes('"HEAD"');
    },
    () => control(layered.here, 'PUT', `${account.path}/snapshots/kept`),
  );
  await layered.sweep(61_000, layered.table.startInstance(interceptor));
  expect(hasHappened()).toBe(true);
  expect(await layered.idsOf(account)).toEqual(['s-0']);
  await control(layered.here, 'POST', `${account.path}/snapshots/kept/restore`);
  expect(await layered.idsOf(account)).toEqual(['s-0']);
});

test('a snapshot before which a restore comes leaves nothing of what was there before', async () => {
  const account = await layered.make(0);
  const { layers } = await layered.read(account);
  const { interceptor, hasHappened } = justBefore(changesLayers, () =>
    control(layered.here, 'POST', `${account.path}/reset`, { to: 'empty' }),
  );
  const instance = layered.table.startInstance(interceptor);
  expect(await control(instance, 'PUT', `${account.path}/snapshots/kept`)).toMatchObject({ sessions: 0 });
  await layered.table.settled();
  expect(hasHappened()).toBe(true);
  for (const ms of [61_000, 3_600_000, 61_000]) await layered.sweep(ms);
  expect(await layered.leftOf(layers)).toEqual([]);
  await control(layered.here, 'POST', `${account.path}/snapshots/kept/restore`);
  expect(await layered.idsOf(account)).toEqual([]);
});
