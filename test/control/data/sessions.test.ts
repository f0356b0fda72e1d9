import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator.ts';
import { control, done, TestAccount } from './support.ts';

const now = '2026-03-10T12:00:00.000Z';
const bots = [{ botId: 'st-1' }, { botId: 'st-2' }];

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

async function newAccount(input: Record<string, unknown> = {}): Promise<TestAccount> {
  const clock = { mode: 'frozen', now };
  return (await TestAccount.create(emulator, { bots, clock, ...input })).account;
}

interface Generated {
  written: number;
  replaced: number;
  total: number;
  next?: number;
  truth: { total: number; perBot: Record<string, { total: number }>; perContainmentTypeAsListed: unknown };
  arguments: Record<string, unknown>;
}

describe('generate', () => {
  test('writes what its truth says, over the seven days before the clock and every bot', async () => {
    const account = await newAccount();
    const { written, truth } = await done<Generated>(emulator, 'POST', `${account.path}/sessions/generate`, {
      count: 120,
      active: 7,
    });
    expect(written).toBe(120);
    expect(truth.total).toBe(120);
    expect((await account.page(emulator)).total).toBe(120);
    const listed: Record<string, number> = {};
    for (const type of ['dropOff', 'selfService', 'agent']) {
      const response = await emulator.request(`/api/public/getSessions?containmentType=${type}`, {
        method: 'POST',
        headers: { auth: (await mint(account)).token },
      });
      listed[type] = ((await response.json()) as { total: number }).total;
    }
    expect(listed).toEqual(truth.perContainmentTypeAsListed);
  });

  async function mint(account: TestAccount): Promise<{ token: string }> {
    type View = { apps: { clientId: string }[] };
    const { apps } = await done<View>(emulator, 'GET', account.path);
    return done(emulator, 'POST', `${account.path}/tokens`, { clientId: apps[0]?.clientId });
  }

  test('the arguments of its answer make the same again', async () => {
    const [one, two] = [await newAccount(), await newAccount()];
    const first = await done<Generated>(emulator, 'POST', `${one.path}/sessions/generate`, {
      seed: 7,
      bot: 'st-2',
      perDay: 10,
    });
    expect(Object.keys(first.truth.perBot)).toEqual(['st-2']);
    await done(emulator, 'POST', `${two.path}/sessions/generate`, first.arguments);
    expect(await two.exportAll(emulator)).toBe(await one.exportAll(emulator));
    const again = await done<Generated>(emulator, 'POST', `${one.path}/sessions/generate`, first.arguments);
    expect(again).toMatchObject({ written: 0, replaced: first.written });
  });

  test('in parts makes what it makes at once', async () => {
    const [whole, parts] = [await newAccount(), await newAccount()];
    const path = '/sessions/generate';
    const { truth } = await done<Generated>(emulator, 'POST', whole.path + path, { count: 50 });
    let last: Generated | undefined;
    for (let offset: number | undefined = 0; offset !== undefined; offset = last.next) {
      last = await done<Generated>(emulator, 'POST', parts.path + path, { count: 50, offset, limit: 20 });
    }
    expect(last).toMatchObject({ written: 10, total: 50, truth });
    expect(await parts.exportAll(emulator)).toBe(await whole.exportAll(emulator));
  });

  test.each([
    [{ count: 50_000 }, 'too_many_sessions', 'limit'],
    [{ count: 2_000_000, limit: 10 }, 'too_many_sessions', 'count'],
    [{ count: 5, bots: ['st-9'] }, 'invalid_request', 'bots.0'],
    [{ count: 5, bot: 'st-1', bots: ['st-1'] }, 'invalid_request', 'bot'],
    [{ count: 5, mixture: {} }, 'invalid_request', 'mixture'],
    [{ count: 5, mix: { channel: { sms: -1 } } }, 'invalid_request', 'mix.channel.sms'],
    [{ seed: 'x' }, 'invalid_request', 'count'],
    [{ scenario: 'demo', count: 5 }, 'invalid_request', 'count'],
    [[], 'invalid_request', ''],
  ])('refuses %j', async (body, code, field) => {
    const account = await newAccount();
    const response = await control(emulator, 'POST', `${account.path}/sessions/generate`, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code, errors: [{ field }] });
  });
});

describe('seed', () => {
  const row = { sessionId: 's1', botId: 'st-1', userId: 'u-1', start_time: '2026-03-10T11:00:00.000Z' };

  test.each([
    ['a scenario by name', 'ties', 500],
    ['a scenario', { scenario: 'ties' }, 500],
    ['generator arguments', { count: 9 }, 9],
    ['an array', [row, { ...row, sessionId: 's2' }, { ...row, channel: 'sms' }], 2],
    ['an answer of getSessions', { total: 1, moreAvailable: false, sessions: [row] }, 1],
  ])('%s: its truth is in the answer, and reset goes back to it', async (_what, seed, total) => {
    const { account, view } = await TestAccount.create(emulator, {
      bots,
      clock: { mode: 'frozen', now },
      seed,
    });
    expect(view['seed']).toMatchObject({ written: total, settled: true, truth: { total } });
    const before = await account.exportAll(emulator);
    expect((await account.page(emulator)).total).toBe(total);
    await done(emulator, 'DELETE', `${account.path}/sessions`);
    await done(emulator, 'POST', `${account.path}/sessions`, [{ ...row, sessionId: 's9' }]);
    await done(emulator, 'PUT', `${account.path}/clock`, { advance: 'PT1H' });
    await done(emulator, 'PUT', `${account.path}/faults`, [{ effect: { error: 'internal' } }]);
    await done(emulator, 'POST', `${account.path}/reset`, {});
    expect(await account.exportAll(emulator)).toBe(before);
    expect(await done(emulator, 'GET', `${account.path}/clock`)).toEqual({ mode: 'frozen', now });
    expect((await account.page(emulator)).total).toBe(total);
    await done(emulator, 'POST', `${account.path}/reset`, { to: 'empty' });
    expect((await account.page(emulator)).total).toBe(0);
  });

  test.each([
    ['nowhere', 'seed.scenario'],
    [{ count: -1 }, 'seed.count'],
    [{ count: 5, limit: 2 }, 'seed.limit'],
    [[row, { ...row, botId: 'st-9' }], 'seed.1'],
    [{ sessions: 5 }, 'seed.sessions'],
    [5, 'seed'],
  ])('%j is refused, and there is no account', async (seed, field) => {
    const accountId = `refused-${field.replaceAll('.', '-')}`;
    const response = await control(emulator, 'POST', '/accounts', { accountId, bots, seed });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid_request', errors: [{ field }] });
    expect((await control(emulator, 'GET', `/accounts/${accountId}`)).status).toBe(404);
  });
});

describe('delete', () => {
  const rows = ['st-1', 'st-2'].flatMap((botId) =>
    [8, 9, 10].map((day) => ({
      sessionId: `${botId}-${day}`,
      botId,
      userId: 'u-1',
      start_time: `2026-03-${String(day).padStart(2, '0')}T09:00:00.000Z`,
    })),
  );

  test.each([
    ['', 6],
    ['?botId=st-1', 3],
    ['?from=2026-03-09', 4],
    ['?to=2026-03-09', 4],
    ['?botId=st-2&from=2026-03-09T09:00:00.000Z&to=2026-03-09T09:00:00.000Z', 1],
    ['?sessionId=st-1-8&sessionId=st-2-9&sessionId=st-1-8&sessionId=unknown', 2],
    ['?sessionId=st-1-8&sessionId=st-2-9&botId=st-2', 1],
    ['?sessionId=st-1-8&sessionId=st-2-9&to=2026-03-08', 1],
    ['?botId=st-unknown', 0],
  ])('%s removes %d of 6', async (query, deleted) => {
    const account = await newAccount();
    await done(emulator, 'POST', `${account.path}/sessions`, rows);
    const answer = await done(emulator, 'DELETE', `${account.path}/sessions${query}`);
    expect(answer).toEqual({ deleted, settled: true });
    expect((await account.page(emulator)).total).toBe(6 - deleted);
  });

  test.each(['?sessionType=interactive', '?from=soon', '?botId=a&botId=b', '?from=2026-03-10&to=2026-03-09'])(
    '%s is refused, and nothing removed',
    async (query) => {
      const account = await newAccount();
      await done(emulator, 'POST', `${account.path}/sessions`, rows);
      expect((await control(emulator, 'DELETE', `${account.path}/sessions${query}`)).status).toBe(400);
      expect((await account.page(emulator)).total).toBe(6);
    },
  );
});

describe('a packed import', () => {
  const send = async (body: Uint8Array, encoding: string): Promise<Response> =>
    control(emulator, 'POST', `${(await newAccount()).path}/sessions`, body, {
      'content-encoding': encoding,
    });

  test('that would become very large is refused', async () => {
    const response = await send(gzipSync(Buffer.alloc(40_000_000, ' ')), 'gzip');
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'body_too_large' });
  });

  test.each([
    ['not gzip', Buffer.from('[]'), 'gzip', 400, 'body_not_json'],
    ['cut off', gzipSync('[]'.repeat(1000)).subarray(0, 20), 'gzip', 400, 'body_not_json'],
    ['packed in another way', Buffer.from('[]'), 'br', 415, 'encoding_not_supported'],
  ])('that is %s is refused', async (_what, body, encoding, status, code) => {
    const response = await send(body, encoding);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });
});
