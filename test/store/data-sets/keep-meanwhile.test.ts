import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../control.ts';
import { isCall } from '../intercept.ts';
import { justBefore, Layered } from './layered.ts';

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
