import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../control.ts';
import { changesHead, changesLayers, justBefore, Layered } from './layered.ts';

let layered: Layered;

beforeAll(async () => {
  layered = await Layered.start();
});
afterAll(() => layered.table.close());

test('a removal of all sessions leaves alone what a restore has put there before it began', async () => {
  const account = await layered.make(1);
  await control(layered.here, 'PUT', `${account.path}/snapshots/kept`);
  const { interceptor, hasHappened } = justBefore(changesHead, () =>
    control(layered.here, 'POST', `${account.path}/snapshots/kept/restore`),
  );
  const late = layered.table.startInstance(interceptor);
  await expect(control(late, 'DELETE', `${account.path}/sessions`)).rejects.toThrow('data_replaced');
  expect(hasHappened()).toBe(true);
  expect(await layered.idsOf(account)).toEqual(['s-0', 's-1']);
});

test('a removal of all sessions during which the layers become fewer removes them', async () => {
  const account = await layered.make(4);
  const before = await layered.read(account);
  const { interceptor, hasHappened } = justBefore(changesLayers, () => layered.flatten(account));
  const instance = layered.table.startInstance(interceptor);
  expect(await control(instance, 'DELETE', `${account.path}/sessions`)).toMatchObject({ deleted: 5 });
  await layered.table.settled();
  expect(hasHappened()).toBe(true);
  expect(await layered.idsOf(account)).toEqual([]);
  for (const ms of [61_000, 3_600_000, 61_000]) await layered.sweep(ms);
  expect(await layered.leftOf(before.layers)).toEqual([]);
});
