import { beforeAll, describe, expect, test } from 'vitest';
import { control } from '../control.ts';
import {
  ask,
  botIds,
  Counter,
  dayMs,
  days,
  dayText,
  gate,
  importInto,
  indexReads,
  noon,
  perDay,
  respond,
  sessionsOf,
  turns,
  useCountedTable,
} from '../counted.ts';
import { isCall, readsIndex } from '../intercept.ts';

const counted = useCountedTable();

const last = days * perDay - 10;
const filters: [string, Record<string, unknown>, string][] = [
  ['no filter', {}, ''],
  ['a containment type', {}, '?containmentType=agent'],
  ['containment and session type', { sessionType: 'interactive' }, '?containmentType=dropOff'],
  ['a user id', { userId: 'u-3' }, ''],
  ['a tag', { tags: { and: [{ name: 'topic', values: ['billing'] }] } }, ''],
];

describe('a warm instance', () => {
  let accountId: string;
  beforeAll(async () => {
    accountId = await counted().accountWith(botIds.flatMap((botId) => sessionsOf(botId)));
  });

  test.each([
    ['a bot', '/bot/st-0', days * perDay],
    ['an account of ten bots', '', 10 * days * perDay],
  ])('answers the whole of %s with one call, whatever page and filter', async (_what, route, total) => {
    const { instance, counter } = counted().startCounted();
    const all = await ask(instance, accountId, { limit: 10_000 }, route);
    expect([all.total, all.sessions.length]).toEqual([total, total]);
    counter.take();
    for (const [name, body, search] of filters) {
      for (const skip of [0, total / 2, last, total]) {
        const page = { skip, limit: 10 };
        const cold = await ask(counted().plain, accountId, { ...body, ...page }, `${route}${search}`);
        const warm = await ask(instance, accountId, { ...body, ...page }, `${route}${search}`);
        expect(warm).toEqual(cold);
        expect(counter.take(), `${name}, skip ${skip}`).toEqual(['Get']);
      }
    }
  });

  test('reads rows that it has not kept in one more round trip', async () => {
    const { instance, counter } = counted().startCounted();
    await ask(instance, accountId, { limit: 1 }, '');
    counter.take();
    const page = await ask(instance, accountId, { skip: 1, limit: 450 }, '');
    expect(page.sessions).toHaveLength(450);
    expect(counter.most).toBe(5);
    expect(counter.take()).toEqual(['Get', ...Array.from({ length: 5 }, () => 'BatchGet')]);
    await ask(instance, accountId, { skip: 1, limit: 450 }, '');
    expect(counter.take()).toEqual(['Get']);
  });

  test('reads only the rows of the page that it has not kept', async () => {
    const { instance, counter } = counted().startCounted();
    await ask(instance, accountId, { limit: 10 });
    counter.take();
    await ask(instance, accountId, { skip: 5, limit: 10 });
    expect(counter.take()).toEqual(['Get', 'BatchGet']);
  });

  test('that is cold reads each slice once, however many ask for it at the same time', async () => {
    const counter = new Counter();
    const all = gate();
    let accountsRead = 0;
    const instance = counted().table.startInstance((command, send) =>
      counter.interceptor(command, async (passed) => {
        if (readsIndex(passed)) await all.opened;
        const output = await counted().lagging.interceptor(passed, send);
        if (isCall(passed, 'Get') && ++accountsRead === 8) void turns(50).then(all.open);
        return output;
      }),
    );
    // From now on each request begins with one Get.
    await ask(instance, accountId, { sessionId: 'st-0-0' });
    counter.take();
    accountsRead = 0;
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(instance, accountId)));
    expect(new Set(answers.map(({ total }) => total))).toEqual(new Set([days * perDay]));
    const reads = indexReads(counter.take());
    expect(reads).toHaveLength(new Set(reads).size);
    // A window of seven days from noon to noon touches eight; of the first it is known that nothing was ever written.
    expect(reads).toHaveLength(days);
  });

  test('reads the slices of a cold window in parallel', async () => {
    const { instance, counter } = counted().startCounted();
    await ask(instance, accountId, {}, '');
    expect(counter.most).toBe(32);
  });
});

describe('after a write', () => {
  const newSession = {
    ...sessionsOf('st-1', 1)[0],
    sessionId: 'new',
    start_time: new Date(noon - 2 * dayMs),
  };

  test('to one day of a bot, only that day of that bot is read again', async () => {
    const accountId = await counted().accountWith(botIds.flatMap((botId) => sessionsOf(botId, 14)));
    const { instance, counter } = counted().startCounted();
    expect((await ask(instance, accountId, {}, '')).total).toBe(140);
    await importInto(counted().plain, accountId, [newSession]);
    counter.take();
    expect((await ask(instance, accountId, {}, '')).total).toBe(141);
    expect(indexReads(counter.take())).toEqual([`index st-1 ${dayText(2)}`]);
    expect((await ask(instance, accountId, {}, '/bot/st-2')).total).toBe(14);
    expect(indexReads(counter.take())).toEqual([]);
  });

  test('that moves a session, both days are read again and no others', async () => {
    const accountId = await counted().accountWith(botIds.flatMap((botId) => sessionsOf(botId, 14)));
    const { instance, counter } = counted().startCounted();
    await ask(instance, accountId, {}, '');
    await importInto(counted().plain, accountId, [{ ...newSession, sessionId: 'st-3-0' }]);
    counter.take();
    expect((await ask(instance, accountId, {}, '')).total).toBe(140);
    expect(indexReads(counter.take()).sort()).toEqual([
      `index st-1 ${dayText(2)}`,
      `index st-3 ${dayText(0)}`,
    ]);
  });

  test('that takes sessions away, their days are read again and no others', async () => {
    const accountId = await counted().accountWith(botIds.flatMap((botId) => sessionsOf(botId, 14)));
    const { instance, counter } = counted().startCounted();
    await ask(instance, accountId, {}, '');
    await control(
      counted().plain,
      'DELETE',
      `/accounts/${accountId}/sessions?sessionId=st-4-0&sessionId=st-5-1`,
    );
    counter.take();
    expect((await ask(instance, accountId, {}, '')).total).toBe(138);
    expect(indexReads(counter.take()).sort()).toEqual([
      `index st-4 ${dayText(0)}`,
      `index st-5 ${dayText(1)}`,
    ]);
  });

  test('a row that was replaced is not taken from memory', async () => {
    const accountId = await counted().accountWith(sessionsOf('st-0', 3));
    const { instance } = counted().startCounted();
    const channels = async () => (await ask(instance, accountId)).sessions.map(({ channel }) => channel);
    const before = await channels();
    await importInto(counted().plain, accountId, [{ ...sessionsOf('st-0', 1)[0], channel: 'changed' }]);
    expect(await channels()).toEqual(['changed', ...before.slice(1)]);
  });
});

describe('what changes all at once shows at once on a warm instance', () => {
  test('a reset, a restored snapshot, a removal', async () => {
    const accountId = await counted().createAccount({ seed: sessionsOf('st-0', 20) });
    const { instance } = counted().startCounted();
    const total = async () => (await ask(instance, accountId)).total;
    expect(await total()).toBe(20);
    await control(counted().plain, 'PUT', `/accounts/${accountId}/snapshots/full`);
    await importInto(counted().plain, accountId, sessionsOf('st-0', 25));
    expect(await total()).toBe(25);
    await control(counted().plain, 'POST', `/accounts/${accountId}/reset`, { to: 'empty' });
    expect(await total()).toBe(0);
    await control(counted().plain, 'POST', `/accounts/${accountId}/snapshots/full/restore`);
    expect(await total()).toBe(20);
    await control(counted().plain, 'POST', `/accounts/${accountId}/reset`, {});
    expect(await total()).toBe(20);
    await control(counted().plain, 'DELETE', `/accounts/${accountId}`);
    expect((await respond(instance, accountId)).status).toBe(401);
  });
});

describe('memory', () => {
  test('holds the slices and rows used last, and answers stay right where it is small', async () => {
    const accountId = await counted().accountWith(botIds.flatMap((botId) => sessionsOf(botId, 70)));
    // A slice of ten sessions takes some 2 KB: room for two of the ten bots.
    const memory = { sliceBytes: 50_000, rowBytes: 30_000 };
    const { instance, counter } = counted().startCounted({ memory });
    const totals = async (bots: readonly string[]) => {
      const result: number[] = [];
      for (const botId of bots)
        result.push((await ask(instance, accountId, { limit: 5 }, `/bot/${botId}`)).total);
      return result;
    };
    expect(await totals(botIds)).toEqual(botIds.map(() => 70));
    counter.take();
    expect(await totals(['st-9'])).toEqual([70]);
    expect(counter.take()).toEqual(['Get']);
    expect(await totals(['st-0'])).toEqual([70]);
    expect(indexReads(counter.take()).length).toBeGreaterThan(0);
    const everything = await ask(instance, accountId, { limit: 1000 }, '');
    expect(everything).toEqual(await ask(counted().plain, accountId, { limit: 1000 }, ''));
  });

  test('that is too small for any slice is no obstacle', async () => {
    const accountId = await counted().accountWith(sessionsOf('st-0', 70));
    const { instance } = counted().startCounted({ memory: { sliceBytes: 10, rowBytes: 10 } });
    for (const skip of [0, 30, 65]) {
      const page = { skip, limit: 10 };
      expect(await ask(instance, accountId, page)).toEqual(await ask(counted().plain, accountId, page));
    }
  });
});
