import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { StoreOptions } from '../../functions/store/store.ts';
import { control } from './control.ts';
import { type Instance, type SharedTable, startSharedTable } from './instances.ts';
import { type Command, isBatchGet, isBatchWrite, isCall, readsIndex } from './intercept.ts';
import { LaggingIndex } from './lagging-index.ts';

// Nobody really waits: who has to, lets others go on and asks again.
vi.mock('node:timers/promises', () => ({
  setTimeout: () => new Promise((resolve) => setImmediate(resolve)),
}));

const noon = Date.parse('2026-03-10T12:00:00.000Z');
const dayMs = 86_400_000;
const botIds = Array.from({ length: 10 }, (_, index) => `st-${index}`);
const days = 7;
const perDay = 30;

/** The sessions of a bot: so many a day, the newest at noon. */
const sessionsOf = (botId: string, count = days * perDay) =>
  Array.from({ length: count }, (_, index) => ({
    sessionId: `${botId}-${index}`,
    botId,
    userId: `u-${index % 5}`,
    sessionType: index % 2 === 0 ? 'interactive' : 'non-interactive',
    containmentType: ['dropOff', 'selfService', 'agent'][index % 3],
    start_time: new Date(noon - (index % days) * dayMs - Math.floor(index / days) * 1000).toISOString(),
    end_time: new Date(noon - (index % days) * dayMs).toISOString(),
    tags: { userTags: [], sessionTags: [{ name: 'topic', value: index % 4 === 0 ? 'billing' : 'other' }] },
  }));

interface Answer {
  total: number;
  sessions: { sessionId: string; channel: string }[];
  invalidSessions?: string[];
}

/** Counts what an instance asks DynamoDB, by what it is. */
class Counter {
  calls: string[] = [];
  /** The most that were under way at once. */
  most = 0;
  #underWay = 0;

  readonly interceptor = async <T>(command: Command, send: (command: Command) => Promise<T>): Promise<T> => {
    const name = command.constructor.name.replace('Command', '');
    this.calls.push(readsIndex(command) ? `index ${partOf(command)}` : name);
    this.most = Math.max(this.most, ++this.#underWay);
    try {
      return await send(command);
    } finally {
      this.#underWay--;
    }
  };

  /** What was asked since the last time. */
  take(): string[] {
    this.most = 0;
    return this.calls.splice(0);
  }
}

/** Which part of the index is read: bot and first day. */
function partOf({ input }: Command): string {
  const { ':bot': bot = '', ':from': from = '' } = input['ExpressionAttributeValues'] as Record<
    string,
    string
  >;
  return `${bot.slice(bot.lastIndexOf('#') + 1)} ${from.slice(0, 10)}`;
}

const lagging = new LaggingIndex();
let table: SharedTable;
let plain: Instance;
const tokens = new Map<string, string>();

beforeAll(async () => {
  table = await startSharedTable(() => noon);
  plain = table.startInstance(lagging.interceptor);
});
afterAll(() => table.close());

function startCounted(options?: StoreOptions): { instance: Instance; counter: Counter } {
  const counter = new Counter();
  const instance = table.startInstance(
    (command, send) => counter.interceptor(command, (passed) => lagging.interceptor(passed, send)),
    options,
  );
  return { instance, counter };
}

let accounts = 0;
async function createAccount(config: Record<string, unknown> = {}): Promise<string> {
  const { accountId, apps } = await control<{
    accountId: string;
    apps: { clientId: string; clientSecret: string }[];
  }>(plain, 'POST', '/accounts', {
    accountId: `acc-${++accounts}`,
    bots: botIds.map((botId) => ({ botId })),
    apps: [{ kind: 'admin' }],
    clock: { mode: 'frozen', now: new Date(noon).toISOString() },
    settings: { journal: false },
    ...config,
  });
  const [app] = apps;
  const token = await new SignJWT({ appId: app?.clientId })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(app?.clientSecret));
  tokens.set(accountId, token);
  return accountId;
}

async function accountWith(sessions: unknown[]): Promise<string> {
  const accountId = await createAccount();
  await importInto(plain, accountId, sessions);
  return accountId;
}

const importInto = (instance: Instance, accountId: string, sessions: unknown[]) =>
  control<{ settled: boolean }>(instance, 'POST', `/accounts/${accountId}/sessions`, sessions);

async function respond(
  instance: Instance,
  accountId: string,
  body: Record<string, unknown> = {},
  route = '/bot/st-0',
): Promise<Response> {
  const [path, search = ''] = route.split('?');
  return instance.request(`/api/public${path}/getSessions${search && `?${search}`}`, {
    method: 'POST',
    headers: { auth: tokens.get(accountId) ?? '', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function ask(...request: Parameters<typeof respond>): Promise<Answer> {
  const response = await respond(...request);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text);
}

const dayText = (daysAgo: number): string => new Date(noon - daysAgo * dayMs).toISOString().slice(0, 10);
const indexReads = (calls: readonly string[]): string[] => calls.filter((call) => call.startsWith('index'));

/** Something to wait for until it is opened. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Lets everybody go on for a while. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

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
    accountId = await accountWith(botIds.flatMap((botId) => sessionsOf(botId)));
  });

  test.each([
    ['a bot', '/bot/st-0', days * perDay],
    ['an account of ten bots', '', 10 * days * perDay],
  ])('answers the whole of %s with one call, whatever page and filter', async (_what, route, total) => {
    const { instance, counter } = startCounted();
    const all = await ask(instance, accountId, { limit: 10_000 }, route);
    expect([all.total, all.sessions.length]).toEqual([total, total]);
    counter.take();
    for (const [name, body, search] of filters) {
      for (const skip of [0, total / 2, last, total]) {
        const page = { skip, limit: 10 };
        const cold = await ask(plain, accountId, { ...body, ...page }, `${route}${search}`);
        const warm = await ask(instance, accountId, { ...body, ...page }, `${route}${search}`);
        expect(warm).toEqual(cold);
        expect(counter.take(), `${name}, skip ${skip}`).toEqual(['Get']);
      }
    }
  });

  test('reads rows that it has not kept in one more round trip', async () => {
    const { instance, counter } = startCounted();
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
    const { instance, counter } = startCounted();
    await ask(instance, accountId, { limit: 10 });
    counter.take();
    await ask(instance, accountId, { skip: 5, limit: 10 });
    expect(counter.take()).toEqual(['Get', 'BatchGet']);
  });

  test('that is cold reads each slice once, however many ask for it at the same time', async () => {
    const counter = new Counter();
    const all = gate();
    let accountsRead = 0;
    const instance = table.startInstance((command, send) =>
      counter.interceptor(command, async (passed) => {
        if (readsIndex(passed)) await all.opened;
        const output = await lagging.interceptor(passed, send);
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
    // A window of seven days from noon to noon touches eight.
    expect(reads).toHaveLength(days + 1);
  });

  test('reads the slices of a cold window in parallel', async () => {
    const { instance, counter } = startCounted();
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
    const accountId = await accountWith(botIds.flatMap((botId) => sessionsOf(botId, 14)));
    const { instance, counter } = startCounted();
    expect((await ask(instance, accountId, {}, '')).total).toBe(140);
    await importInto(plain, accountId, [newSession]);
    counter.take();
    expect((await ask(instance, accountId, {}, '')).total).toBe(141);
    expect(indexReads(counter.take())).toEqual([`index st-1 ${dayText(2)}`]);
    expect((await ask(instance, accountId, {}, '/bot/st-2')).total).toBe(14);
    expect(indexReads(counter.take())).toEqual([]);
  });

  test('that moves a session, both days are read again and no others', async () => {
    const accountId = await accountWith(botIds.flatMap((botId) => sessionsOf(botId, 14)));
    const { instance, counter } = startCounted();
    await ask(instance, accountId, {}, '');
    await importInto(plain, accountId, [{ ...newSession, sessionId: 'st-3-0' }]);
    counter.take();
    expect((await ask(instance, accountId, {}, '')).total).toBe(140);
    expect(indexReads(counter.take()).sort()).toEqual([
      `index st-1 ${dayText(2)}`,
      `index st-3 ${dayText(0)}`,
    ]);
  });

  test('that takes sessions away, their days are read again and no others', async () => {
    const accountId = await accountWith(botIds.flatMap((botId) => sessionsOf(botId, 14)));
    const { instance, counter } = startCounted();
    await ask(instance, accountId, {}, '');
    await control(plain, 'DELETE', `/accounts/${accountId}/sessions?sessionId=st-4-0&sessionId=st-5-1`);
    counter.take();
    expect((await ask(instance, accountId, {}, '')).total).toBe(138);
    expect(indexReads(counter.take()).sort()).toEqual([
      `index st-4 ${dayText(0)}`,
      `index st-5 ${dayText(1)}`,
    ]);
  });

  test('a row that was replaced is not taken from memory', async () => {
    const accountId = await accountWith(sessionsOf('st-0', 3));
    const { instance } = startCounted();
    const channels = async () => (await ask(instance, accountId)).sessions.map(({ channel }) => channel);
    const before = await channels();
    await importInto(plain, accountId, [{ ...sessionsOf('st-0', 1)[0], channel: 'changed' }]);
    expect(await channels()).toEqual(['changed', ...before.slice(1)]);
  });
});

describe('what changes all at once shows at once on a warm instance', () => {
  test('a reset, a restored snapshot, a removal', async () => {
    const accountId = await createAccount({ seed: sessionsOf('st-0', 20) });
    const { instance } = startCounted();
    const total = async () => (await ask(instance, accountId)).total;
    expect(await total()).toBe(20);
    await control(plain, 'PUT', `/accounts/${accountId}/snapshots/full`);
    await importInto(plain, accountId, sessionsOf('st-0', 25));
    expect(await total()).toBe(25);
    await control(plain, 'POST', `/accounts/${accountId}/reset`, { to: 'empty' });
    expect(await total()).toBe(0);
    await control(plain, 'POST', `/accounts/${accountId}/snapshots/full/restore`);
    expect(await total()).toBe(20);
    await control(plain, 'POST', `/accounts/${accountId}/reset`, {});
    expect(await total()).toBe(20);
    await control(plain, 'DELETE', `/accounts/${accountId}`);
    expect((await respond(instance, accountId)).status).toBe(401);
  });
});

/** An instance that stops after the first part of what it writes to sessions, until it is let go on. */
function startHeld(): { instance: Instance; halfWritten: Promise<void>; goOn: () => void } {
  const [half, rest] = [gate(), gate()];
  let isFirst = true;
  const instance = table.startInstance((command, send) =>
    lagging.interceptor(command, async (passed) => {
      if (!isBatchWrite(passed)) return send(passed);
      if (isFirst) {
        isFirst = false;
        const output = await send(passed);
        half.open();
        return output;
      }
      await rest.opened;
      return send(passed);
    }),
  );
  return { instance, halfWritten: half.opened, goOn: rest.open };
}

describe('while sessions are being written', () => {
  const [before, after] = [sessionsOf('st-0', 60), sessionsOf('st-0', 120)];
  const ids = after.slice(0, 50).map(({ sessionId }) => sessionId);
  const writes: [
    string,
    unknown[],
    (instance: Instance, accountId: string) => Promise<unknown>,
    number,
    number,
  ][] = [
    [
      'imported',
      before,
      (instance, accountId) =>
        importInto(
          instance,
          accountId,
          after.map((session) => ({ ...session, channel: 'changed' })),
        ),
      60,
      120,
    ],
    [
      'removed by a window',
      after,
      (instance, accountId) =>
        control(instance, 'DELETE', `/accounts/${accountId}/sessions?botId=st-0&to=${dayText(-1)}`),
      120,
      0,
    ],
    [
      'removed by id',
      after,
      (instance, accountId) =>
        control(
          instance,
          'DELETE',
          `/accounts/${accountId}/sessions?${after.map(({ sessionId }) => `sessionId=${sessionId}`).join('&')}`,
        ),
      120,
      0,
    ],
    [
      'removed, all of them',
      after,
      (instance, accountId) => control(instance, 'DELETE', `/accounts/${accountId}/sessions`),
      120,
      0,
    ],
  ];

  /** The number of sessions and of those that were changed, which go together. */
  async function counts(instance: Instance, accountId: string, body = {}): Promise<[number, number]> {
    const { total, sessions } = await ask(instance, accountId, { limit: 1000, ...body });
    expect(sessions).toHaveLength(total);
    return [total, sessions.filter(({ channel }) => channel === 'changed').length];
  }

  test.each(writes)(
    '(%s), a warm request sees them as they were, and one that is cold waits',
    async (_what, first, write, ...totals) => {
      const accountId = await accountWith(first);
      const [old, changed] = totals.map((total): [number, number] => [
        total,
        total === 120 && first === before ? 120 : 0,
      ]);
      const [warm, cold] = [startCounted().instance, startCounted().instance];
      expect(await counts(warm, accountId)).toEqual(old);
      const held = startHeld();
      const writing = write(held.instance, accountId);
      await held.halfWritten;

      expect(await counts(warm, accountId)).toEqual(old);
      let isAnswered = false;
      const waiting = counts(cold, accountId).finally(() => {
        isAnswered = true;
      });
      await turns(30);
      expect(isAnswered).toBe(false);
      held.goOn();
      await writing;
      expect(await waiting).toEqual(changed);
      expect(await counts(warm, accountId)).toEqual(changed);
    },
  );

  test.each(writes)('(%s), a request by ids waits', async (_what, first, write, ...totals) => {
    const accountId = await accountWith(first);
    const [old = 0, changed = 0] = totals.map((total) => Math.min(total, 50));
    const isImport = first === before;
    expect((await ask(plain, accountId, { sessionId: ids })).total).toBe(old);
    const held = startHeld();
    const writing = write(held.instance, accountId);
    await held.halfWritten;
    const waiting = counts(startCounted().instance, accountId, { sessionId: ids });
    await turns(30);
    held.goOn();
    await writing;
    expect(await waiting).toEqual([changed, isImport ? changed : 0]);
  });

  test('a request by ids that do not exist does not wait for an import', async () => {
    const accountId = await accountWith(before);
    const held = startHeld();
    const writing = importInto(held.instance, accountId, after);
    await held.halfWritten;
    const answer = await ask(startCounted().instance, accountId, { sessionId: ['unknown', 'unheard-of'] });
    expect(answer).toMatchObject({ total: 0, invalidSessions: ['unknown', 'unheard-of'] });
    held.goOn();
    await writing;
  });

  test.each(['removal', 'import'])(
    'a whole %s between reading the account and the rows by id is seen whole',
    async (kind) => {
      const accountId = await accountWith(before);
      let isFirst = true;
      const write = () =>
        kind === 'import'
          ? importInto(
              plain,
              accountId,
              after.map((session) => ({ ...session, channel: 'changed' })),
            )
          : control(plain, 'DELETE', `/accounts/${accountId}/sessions`);
      const instance = table.startInstance(async (command, send) => {
        if (!isBatchGet(command) || !isFirst) return send(command);
        isFirst = false;
        // As where DynamoDB hands out a half and is asked for the rest later.
        const [[name = '', options] = []] = Object.entries(
          command.input['RequestItems'] as Record<string, { Keys: unknown[] }>,
        );
        const part = (keys: unknown[]) => ({ [name]: { ...options, Keys: keys } });
        const keys = options?.Keys ?? [];
        command.input['RequestItems'] = part(keys.slice(0, 25));
        const output = await send(command);
        await write();
        return { ...output, UnprocessedKeys: part(keys.slice(25)) };
      });
      expect(await counts(instance, accountId, { sessionId: ids })).toEqual(
        kind === 'import' ? [50, 50] : [0, 0],
      );
    },
  );
});

describe('a reset while a request is under way', () => {
  test('is not seen by half: sessions and clock are those of one data set', async () => {
    const accountId = await createAccount({ seed: sessionsOf('st-0', 20) });
    const later = noon + 3 * dayMs;
    await control(plain, 'PUT', `/accounts/${accountId}/clock`, {
      mode: 'frozen',
      now: new Date(later).toISOString(),
    });
    const newest = {
      ...sessionsOf('st-0', 1)[0],
      sessionId: 'newest',
      start_time: new Date(later).toISOString(),
    };
    await importInto(plain, accountId, [{ ...newest, end_time: newest.start_time }]);
    let isFirst = true;
    const instance = table.startInstance((command, send) =>
      lagging.interceptor(command, send).then(async (output) => {
        if (isFirst && readsIndex(command)) {
          isFirst = false;
          await control(plain, 'POST', `/accounts/${accountId}/reset`, {});
        }
        return output;
      }),
    );
    // A window of seven days before each clock: four of the seed's days, or all of them.
    const window = await ask(startCounted().instance, accountId);
    expect(window.sessions[0]).toMatchObject({ sessionId: 'newest' });
    const during = await ask(instance, accountId);
    const since = await ask(instance, accountId);
    expect(since.total).toBe(20);
    expect([window, since]).toContainEqual(during);
  });
});

describe('what was read while the index lagged', () => {
  test('is not kept for as long as a write has said that it had not settled', async () => {
    const accountId = await accountWith(sessionsOf('st-0', 14));
    let now = noon;
    const { instance, counter } = startCounted({ now: () => now });
    const writer = table.startInstance(lagging.interceptor, { now: () => now });
    lagging.lag = () => 200;
    expect(await importInto(writer, accountId, sessionsOf('st-0', 21))).toMatchObject({ settled: false });
    lagging.lag = () => 0;
    await ask(instance, accountId);
    lagging.catchUp();
    expect((await ask(instance, accountId)).total).toBe(21);
    now += 60_000;
    counter.take();
    expect((await ask(instance, accountId)).total).toBe(21);
    expect(indexReads(counter.take())).toHaveLength(days);
    await ask(instance, accountId);
    expect(counter.take()).toEqual(['Get']);
  });

  test.each([
    [
      'an import',
      (accountId: string, instance: Instance) => importInto(instance, accountId, sessionsOf('st-0', 21)),
    ],
    [
      'a reset',
      (accountId: string, instance: Instance) =>
        control(instance, 'POST', `/accounts/${accountId}/reset`, {}),
    ],
  ])('is not kept while others may not see yet what %s has shown to its writer', async (_what, write) => {
    const accountId = await createAccount({ seed: sessionsOf('st-0', 21) });
    let now = noon;
    const options = { now: () => now, indexLagMs: 1000 };
    await write(accountId, table.startInstance(lagging.interceptor, options));
    const { instance, counter } = startCounted(options);
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
    const options = { now: () => now, indexLagMs: 1000 };
    const maker = plain;
    plain = table.startInstance(lagging.interceptor, options);
    const accountId = await createAccount({ seed: sessionsOf('st-0', 21) });
    plain = maker;
    const { instance, counter } = startCounted(options);
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
    const accountId = await accountWith(sessionsOf('st-0', 14));
    const moved = { ...sessionsOf('st-0', 1)[0], botId: 'st-9', start_time: new Date(noon - 3 * dayMs) };
    const { instance } = startCounted();
    lagging.lag = () => 200;
    await importInto(plain, accountId, [moved]);
    lagging.lag = () => 0;
    // The index still has it where it was.
    await control(plain, 'DELETE', `/accounts/${accountId}/sessions?botId=st-0`);
    lagging.catchUp();
    expect((await ask(instance, accountId, {}, '')).sessions).toMatchObject([
      { sessionId: 'st-0-0', botId: 'st-9' },
    ]);
  });
});

describe('memory', () => {
  test('holds the slices and rows used last, and answers stay right where it is small', async () => {
    const accountId = await accountWith(botIds.flatMap((botId) => sessionsOf(botId, 70)));
    // A slice of ten sessions takes some 2 KB: room for two of the ten bots.
    const memory = { sliceBytes: 40_000, rowBytes: 30_000 };
    const { instance, counter } = startCounted({ memory });
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
    expect(everything).toEqual(await ask(plain, accountId, { limit: 1000 }, ''));
  });

  test('that is too small for any slice is no obstacle', async () => {
    const accountId = await accountWith(sessionsOf('st-0', 70));
    const { instance } = startCounted({ memory: { sliceBytes: 10, rowBytes: 10 } });
    for (const skip of [0, 30, 65]) {
      const page = { skip, limit: 10 };
      expect(await ask(instance, accountId, page)).toEqual(await ask(plain, accountId, page));
    }
  });
});
