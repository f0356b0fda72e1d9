import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Layer } from '../../../functions/domain/layers.ts';
import { control } from '../control.ts';
import { changesLayers, justBefore, Layered } from './layered.ts';

let layered: Layered;

beforeAll(async () => {
  layered = await Layered.start();
});
afterAll(() => layered.table.close());

const hour = 3_600_000;
const all = ['s-0', 's-1', 's-2', 's-3', 's-4'];

/** How many sessions layers hold, as an instance sees it that remembers nothing. */
async function countOf(layers: readonly Layer[]): Promise<number> {
  let count = 0;
  const { sessions } = layered.table.startInstance().store;
  for await (const records of sessions.readRecords(layers)) count += records.length;
  return count;
}

test('a snapshot during which the layers become fewer goes on having its sessions', async () => {
  const account = await layered.make(4);
  const { interceptor, hasHappened } = justBefore(changesLayers, () => layered.flatten(account));
  const instance = layered.table.startInstance(interceptor);
  await control(instance, 'PUT', `${account.path}/snapshots/kept`);
  await layered.table.settled();
  expect(hasHappened()).toBe(true);
  expect((await layered.read(account)).layers).toHaveLength(4);
  await layered.sweep(61_000);
  await layered.sweep(hour);
  expect(await layered.idsOf(account)).toEqual(all);
  await control(layered.here, 'POST', `${account.path}/snapshots/kept/restore`);
  expect(await layered.idsOf(account)).toEqual(all);
});

test('a snapshot that came to nothing before the layers became fewer takes none from the next one', async () => {
  const account = await layered.make(4);
  const dying = layered.table.startInstance(async (command, send) => {
    if (changesLayers(command)) throw new Error('killed');
    return send(command);
  });
  await expect(control(dying, 'PUT', `${account.path}/snapshots/dead`)).rejects.toThrow();
  layered.pass(30_000);
  await layered.flatten(account);
  await control(layered.here, 'PUT', `${account.path}/snapshots/kept`);
  await layered.table.settled();
  await layered.sweep(61_000);
  await layered.sweep(hour);
  await layered.sweep(61_000);
  expect(await layered.idsOf(account)).toEqual(all);
});

test.each([
  ['that were not made fewer', -1],
  ['that have just become fewer', 8_000],
])('layers %s stay for who reads them while a reset lands, and go afterwards', async (_which, longestMs) => {
  const account = await layered.make(4);
  const first = await layered.read(account);
  await layered.flatten(account, longestMs);
  layered.pass(59_500);
  const before = await layered.read(account);
  await control(layered.here, 'POST', `${account.path}/reset`, { to: 'empty' });
  await layered.sweep(1_000);
  expect(await countOf(before.layers)).toBe(5);
  for (const ms of [61_000, 61_000, hour, 61_000]) await layered.sweep(ms);
  expect(await layered.leftOf([...first.layers, ...before.layers])).toEqual([]);
});

test('layers that have become fewer stay for who reads them while a reset lands an hour later', async () => {
  const account = await layered.make(4);
  await layered.flatten(account);
  await layered.sweep(61_000);
  layered.pass(hour - 61_500);
  const before = await layered.read(account);
  await control(layered.here, 'POST', `${account.path}/reset`, { to: 'empty' });
  await layered.sweep(1_000);
  expect(await countOf(before.layers)).toBe(5);
  for (const ms of [61_000, 61_000]) await layered.sweep(ms);
  expect(await layered.leftOf(before.layers)).toEqual([]);
});
