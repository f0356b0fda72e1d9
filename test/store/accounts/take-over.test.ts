import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Account } from '../../../functions/domain/account.ts';
import { createStore, type Store } from '../../../functions/store/store.ts';
import { ManualTime } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { type Instance, instanceOf, type SharedTable, startSharedTable, tableName } from '../instances.ts';
import { type Command, intercept, isBatchWrite, isCall } from '../intercept.ts';

/*
 * A process that is killed sends no more calls. Its successor, which alone writes the table, starts in the same
 * instant: nothing has run out by then.
 */

let table: SharedTable;
let time: ManualTime;
let number = 0;

beforeAll(async () => {
  table = await startSharedTable();
});
afterAll(() => table.close());
beforeEach(() => {
  time = new ManualTime();
});

/** A process that ends with the first call that fits: that one, and all later ones, are neither made nor answered. */
function doomed(isLast: (command: Command) => boolean): { instance: Instance; ended: Promise<void> } {
  let isDead = false;
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const client = intercept(table.client, (command, send) => {
    isDead ||= isLast(command);
    if (!isDead) return send(command);
    end();
    return new Promise(() => {});
  });
  const store = createStore(client, tableName, { soleWriter: true, time });
  return { instance: instanceOf(store, time), ended };
}

async function successor(): Promise<Store> {
  time.set(time.now() + 1);
  const store = createStore(table.client, tableName, { soleWriter: true, time });
  await store.takeOver();
  return store;
}

const writesAccountHead = (command: Command): boolean =>
  isCall(command, 'Put') && JSON.stringify(command.input).includes('"HEAD"');

async function accountOf(store: Store, accountId: string): Promise<Account> {
  const account = await store.accounts.read(accountId);
  if (!account) throw new Error(`There is no account ${accountId}.`);
  return account;
}

const app = (clientId: string) => ({ kind: 'admin', clientId, clientSecret: 'a secret of its own' });
const row = (sessionId: string) => ({
  sessionId,
  botId: 'st-1',
  userId: 'u-1',
  start_time: '2025-03-10T10:00:00.000Z',
});

test('the lease of a writer that was killed is over, and what it has written counts', async () => {
  const accountId = `killed-${++number}`;
  const writesLost = (command: Command) =>
    isBatchWrite(command) && JSON.stringify(command.input).includes('"lost"');
  const { instance, ended } = doomed(writesLost);
  await control(instance, 'POST', '/accounts', { accountId, bots: [{ botId: 'st-1' }] });
  await control(instance, 'POST', `/accounts/${accountId}/sessions`, [row('kept')]);
  void control(instance, 'POST', `/accounts/${accountId}/sessions`, [row('lost')]);
  await ended;

  const other = createStore(table.client, tableName, { soleWriter: true, time });
  const before = await accountOf(other, accountId);
  expect(before.log.lease).toBeDefined();
  const store = await successor();
  const { log } = await accountOf(store, accountId);
  expect(log.lease).toBeUndefined();
  expect(log.revision).toBeGreaterThan(before.log.revision);
  // Nobody moves the time on: whoever waited for the writer that is gone would wait for ever.
  const next = instanceOf(store, time);
  const result = await control(next, 'POST', `/accounts/${accountId}/sessions`, [row('kept'), row('lost')]);
  expect(result).toMatchObject({ written: 1, replaced: 1 });
});

test('an account whose making was cut off is not listed, and can be made at once under the same ids', async () => {
  const accountId = `half-${++number}`;
  const input = { accountId, bots: [{ botId: 'st-1' }], apps: [app(`cs-${accountId}`)] };
  const { instance, ended } = doomed(writesAccountHead);
  void control(instance, 'POST', '/accounts', input);
  await ended;

  const listed = async (store: Store): Promise<string[]> =>
    (await store.registry.list(time.now(), 1000)).accounts.map((account) => account.accountId);
  expect(await listed(createStore(table.client, tableName, { time }))).toContain(accountId);
  const store = await successor();
  expect(await listed(store)).not.toContain(accountId);
  const another = `other-${accountId}`;
  await control(instanceOf(store, time), 'POST', '/accounts', { ...input, accountId: another });
  expect((await store.accounts.findByClientId(`cs-${accountId}`))?.account.accountId).toBe(another);
  await control(instanceOf(store, time), 'DELETE', `/accounts/${another}`);
  await control(instanceOf(store, time), 'POST', '/accounts', input);
});

test('what is whole stays as it is', async () => {
  const accountId = `whole-${++number}`;
  const { instance } = doomed(() => false);
  const input = { accountId, bots: [{ botId: 'st-1' }], apps: [app(`cs-${accountId}`)] };
  await control(instance, 'POST', '/accounts', input);
  const before = await accountOf(instance.store, accountId);

  const store = await successor();
  expect(await accountOf(store, accountId)).toEqual(before);
  expect(
    (await store.registry.list(time.now(), 1000)).accounts.map((account) => account.accountId),
  ).toContain(accountId);
  await expect(
    control(instanceOf(store, time), 'POST', '/accounts', { ...input, accountId: `${accountId}-x` }),
  ).rejects.toThrow('client_id_taken');
});

test('where others may write, a reservation of a moment ago is theirs', async () => {
  const accountId = `shared-${++number}`;
  const { instance, ended } = doomed(writesAccountHead);
  void control(instance, 'POST', '/accounts', { accountId, apps: [app(`cs-${accountId}`)] });
  await ended;

  time.set(time.now() + 1);
  const store = createStore(table.client, tableName, { time });
  const input = { accountId: `${accountId}-x`, apps: [app(`cs-${accountId}`)] };
  await expect(control(instanceOf(store, time), 'POST', '/accounts', input)).rejects.toThrow(
    'client_id_taken',
  );
});
