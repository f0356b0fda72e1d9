import { describe, expect, test } from 'vitest';
import { memoryFrom } from '../../../functions/store/reader/session-reader.ts';
import { control } from '../control.ts';
import { ask, botIds, days, importInto, perDay, sessionsOf, useCountedTable } from '../counted.ts';

const counted = useCountedTable();

const all = (accountId: string) => `/accounts/${accountId}/sessions`;

async function start(memory = memoryFrom({})) {
  const { instance, counter } = counted().startCounted({ soleWriter: true, memory });
  const accountId = await counted().createAccount({}, instance);
  // Bots and apps are read once.
  await ask(instance, accountId, { sessionId: 'none' });
  /** What all its pages come to, and what an instance says that remembers nothing. */
  const compare = async () => {
    const bodies = [{ limit: 1000 }, { limit: 20, skip: 90 }, { limit: 5, skip: 3 }];
    counter.take();
    const warm = [];
    for (const body of bodies) warm.push(await ask(instance, accountId, body, ''));
    const calls = counter.take();
    const cold = counted().table.startInstance();
    for (const [index, body] of bodies.entries()) {
      expect(warm[index]).toEqual(await ask(cold, accountId, body, ''));
    }
    return { calls, total: warm[0]?.total };
  };
  return { instance, counter, accountId, compare };
}

const mixed = botIds.slice(0, 3).flatMap((botId) => sessionsOf(botId));

describe('a process that alone writes the table', () => {
  test('asks nothing for any page after an import in parts', async () => {
    const { instance, accountId, compare } = await start();
    for (let from = 0; from < mixed.length; from += 100)
      await importInto(instance, accountId, mixed.slice(from, from + 100));
    expect(await compare()).toEqual({ calls: [], total: 3 * days * perDay });
  });

  test('nor after sessions are replaced, moved to another day or bot, and removed', async () => {
    const { instance, accountId, compare } = await start();
    await importInto(instance, accountId, mixed);
    await importInto(instance, accountId, [
      { ...mixed[0], channel: 'sms' },
      { ...mixed[1], start_time: mixed[5]?.start_time },
      { ...mixed[2], botId: 'st-7' },
    ]);
    expect(await compare()).toEqual({ calls: [], total: 3 * days * perDay });
    await control(instance, 'DELETE', `${all(accountId)}?sessionId=st-0-0&sessionId=st-0-1`);
    expect(await compare()).toEqual({ calls: [], total: 3 * days * perDay - 2 });
    await control(instance, 'DELETE', `${all(accountId)}?botId=st-1`);
    expect((await compare()).total).toBe(2 * days * perDay - 2);
    await importInto(instance, accountId, sessionsOf('st-0', 2));
    expect(await compare()).toEqual({ calls: [], total: 2 * days * perDay });
  });

  test('nor after everything was removed, or another state was gone back to, and more is written', async () => {
    const { instance, accountId, compare } = await start();
    await importInto(instance, accountId, sessionsOf('st-0'));
    await control(instance, 'PUT', `/accounts/${accountId}/snapshots/kept`);
    await importInto(instance, accountId, [{ ...mixed[0], botId: 'st-2' }, ...sessionsOf('st-1', 14)]);
    expect(await compare()).toEqual({ calls: [], total: days * perDay + 14 });
    await control(instance, 'DELETE', `${all(accountId)}?sessionId=st-0-3`);
    expect(await compare()).toEqual({ calls: [], total: days * perDay + 13 });
    await control(instance, 'POST', `/accounts/${accountId}/snapshots/kept/restore`);
    await importInto(instance, accountId, sessionsOf('st-1', 7));
    expect(await compare()).toEqual({ calls: [], total: days * perDay + 7 });
    await control(instance, 'DELETE', all(accountId));
    await importInto(instance, accountId, sessionsOf('st-3', 10));
    expect(await compare()).toEqual({ calls: [], total: 10 });
  });

  test('nor for the first page of an account that it has made from a snapshot', async () => {
    const { instance, counter, accountId } = await start();
    await importInto(instance, accountId, mixed);
    await control(instance, 'PUT', `/accounts/${accountId}/snapshots/golden`);
    const copy = await counted().createAccount(
      { bots: undefined, from: { accountId, snapshot: 'golden' } },
      instance,
    );
    counter.take();
    expect((await ask(instance, copy, {}, '')).total).toBe(3 * days * perDay);
    expect(counter.take()).toEqual([]);
    await importInto(instance, copy, [{ ...mixed[0], sessionId: 'more' }]);
    counter.take();
    expect((await ask(instance, copy, {}, '')).total).toBe(3 * days * perDay + 1);
    expect(counter.take()).toEqual([]);
  });

  test('keeps no more than it may', async () => {
    const memory = { sliceBytes: 60_000, rowBytes: 60_000 };
    const { instance, accountId, compare } = await start(memory);
    for (let from = 0; from < mixed.length; from += 100)
      await importInto(instance, accountId, mixed.slice(from, from + 100));
    const { calls, total } = await compare();
    expect(total).toBe(3 * days * perDay);
    expect(calls).not.toEqual([]);
  });
});

test('an instance beside others takes nothing for known that it has written', async () => {
  const { instance, counter } = counted().startCounted();
  const accountId = await counted().createAccount({}, instance);
  await importInto(instance, accountId, sessionsOf('st-0'));
  counter.take();
  await ask(instance, accountId, {});
  expect(counter.take()).toContain('BatchGet');
});
