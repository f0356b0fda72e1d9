import { describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { found, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { type JournalEntry, readJournal } from './support/journal.ts';
import { nth } from './support/list.ts';
import { problem } from './support/problem.ts';
import { makeRow, upTo } from './support/rows.ts';
import { sign } from './support/tokens.ts';

const emulator = useEmulator();
const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const atLeast = (least: number) =>
  expect.toSatisfy((value: unknown) => typeof value === 'number' && value >= least, `at least ${least}`);

const cost = { calls: atLeast(0), readUnits: atLeast(0), writeUnits: atLeast(0) };
const reasonOf = (code: string) => ({ code, text: expect.stringMatching(/./) });
const bots = [{ botId: 'st-1' }, { botId: 'st-2' }];

async function makeAccount(input: Record<string, unknown> = {}): Promise<Account> {
  const account = await emulator.createAccount({ bots, ...input });
  await account.importRows(upTo(3).map((number) => makeRow('st-1', number)));
  return account;
}

const read = (account: Account, count: number, query?: string): Promise<JournalEntry[]> =>
  readJournal(emulator, account, count, query);

/** What the journal holds of the only request to a new account. */
async function entryOf(ask: Parameters<Account['ask']>[0], input?: Record<string, unknown>) {
  const account = await makeAccount(input);
  await account.ask(ask);
  const entries = await read(account, 1);
  expect(entries).toHaveLength(1);
  return { account, entry: nth(entries, 0) };
}

describe('an entry', () => {
  it('[emulator] of a good answer on the bot route: exactly these fields', async () => {
    const body = { limit: 2, sessionType: 'interactive' };
    const before = Date.now();
    const { account, entry } = await entryOf({ query: 'containmentType=selfService', body });
    expect(entry).toEqual({
      id: uuid,
      at: isoTime,
      api: 'getSessions',
      route: 'bot',
      method: 'POST',
      path: '/api/public/bot/st-1/getSessions',
      query: '?containmentType=selfService',
      body,
      clientId: account.appOf('builder').clientId,
      botId: 'st-1',
      status: 200,
      unread: [],
      faults: [],
      total: 3,
      returned: 2,
      durationMs: atLeast(0),
      dynamodb: cost,
    });
    // By the machine's clock, whatever the account's shows; that of a deployment may be a little off.
    const spread = emulator.kind === 'url' ? 3_600_000 : 1;
    expect(Date.parse(entry.at)).toBeGreaterThanOrEqual(before - spread);
    expect(Date.parse(entry.at)).toBeLessThanOrEqual(Date.now() + spread);
  });

  it('[emulator] of a refusal on the account route: exactly these fields', async () => {
    const body = { limit: 0 };
    const { account, entry } = await entryOf({ route: 'account', body });
    expect(entry).toEqual({
      id: uuid,
      at: isoTime,
      api: 'getSessions',
      route: 'account',
      method: 'POST',
      path: '/api/public/getSessions',
      query: '',
      body,
      clientId: account.appOf('admin').clientId,
      status: 412,
      reason: reasonOf('body_field_invalid'),
      answer: expect.stringContaining('Validation errors'),
      unread: [],
      faults: [],
      durationMs: atLeast(0),
      dynamodb: cost,
    });
  });

  it('[emulator] names why in the words of x-emulator-reason', async () => {
    const account = await makeAccount();
    const response = await account.send({ body: { dateFrom: 'soon' } });
    const [entry] = await read(account, 1);
    expect(response.headers.get('x-emulator-reason')).toBe(`${entry?.reason?.code}: ${entry?.reason?.text}`);
  });

  it.each<[string, Parameters<Account['ask']>[0], unknown]>([
    ['none', {}, undefined],
    ['JSON', { body: { userId: 'u-1', limit: 5 } }, { userId: 'u-1', limit: 5 }],
    ['no JSON: as text', { rawBody: '{"limit": ' }, '{"limit": '],
  ])('[emulator] the body, %s', async (_, ask, body) => {
    const { entry } = await entryOf(ask);
    expect(entry.body).toEqual(body);
  });

  it('[emulator] a long body is cut', async () => {
    const { entry } = await entryOf({ body: { note: 'x'.repeat(50_000) } });
    expect(entry.status).toBe(200);
    expect(String(entry.body)).toMatch(/^\{"note":"xxx/);
    expect(String(entry.body).length).toBeLessThan(9_000);
  });
});

describe('which fields did my client send that nothing read', () => {
  it.each<[string[], Parameters<Account['ask']>[0]]>([
    [[], { body: { limit: 1, includeMeta: true, userId: 'u', tags: { and: [] } } }],
    [['datefrom', 'pageSize'], { body: { datefrom: '2026-03-10', limit: 1, pageSize: 5 } }],
    [['?ContainmentType', '?v'], { query: 'ContainmentType=agent&v=1&containmentType=agent&v=2' }],
    [['?callId'], { route: 'account', query: 'callId=call-1' }],
    [
      ['tags.all', 'tags.and.0.value'],
      { body: { tags: { all: [], and: [{ name: 'a', values: [], value: 'b' }] } } },
    ],
    [['?x', 'y'], { query: 'x=1', body: { y: 1, limit: 0 } }],
  ])('[emulator] %j', async (unread, ask) => {
    const { entry } = await entryOf(ask);
    expect([...entry.unread].sort()).toEqual([...unread].sort());
  });
});

describe('whose requests are kept', () => {
  it.each<[string, string, Parameters<Account['ask']>[0]]>([
    ['token_expired', 'unacceptable token', {}],
    ['signature_invalid', 'wrong signature', {}],
    ['builder_app_on_account_route', 'wrong route', { route: 'account' }],
    ['bot_not_linked', 'unknown bot', { botId: 'st-9' }],
  ])('[emulator] %s: kept, as the token names an app', async (code, _, ask) => {
    const account = await makeAccount();
    const app = account.appOf('builder');
    const forged = { ...app, clientSecret: 'a secret that the app does not have' };
    const tokens: Record<string, string> = {
      token_expired: await sign(app, { appId: app.clientId, exp: 1 }),
      signature_invalid: await sign(forged),
    };
    const token = tokens[code];
    await account.ask({ app, ...ask, ...(token === undefined ? {} : { token }) });
    const entries = await read(account, 1);
    expect(entries).toEqual([
      expect.objectContaining({ clientId: app.clientId, reason: reasonOf(code), unread: [], faults: [] }),
    ]);
    // The body was not looked at.
    expect(nth(entries, 0)).not.toHaveProperty('body');
  });

  it('[emulator] a token that names nobody and the control API: not kept; a wrong path with a good token is', async () => {
    const account = await makeAccount();
    const unknown = await sign(account.appOf('builder'), { appId: 'cs-unknown' });
    await account.ask({ token: null });
    await account.ask({ token: 'no token' });
    await account.ask({ token: unknown });
    await account.ask({ method: 'GET' });
    await account.ask({ path: '/api/public/other' });
    await account.call('GET', '/clock');
    await account.ask();
    const statuses = (await read(account, 3)).map(({ status }) => status);
    expect(statuses).toEqual([200, 405, 405]);
  });

  it('[emulator] accounts never see requests of each other', async () => {
    const [one, other] = [await makeAccount(), await makeAccount()];
    await one.ask();
    await other.ask({ route: 'account' });
    expect(await read(one, 1)).toEqual([expect.objectContaining({ botId: 'st-1' })]);
    expect(await read(other, 1)).toEqual([
      expect.objectContaining({ clientId: other.appOf('admin').clientId }),
    ]);
    await one.call('DELETE', '/requests');
    expect(await read(one, 0)).toEqual([]);
    expect(await read(other, 1)).toHaveLength(1);
  });
});

describe('faults and limits', () => {
  it('[emulator] the rules that struck, by place and effect', async () => {
    const account = await makeAccount();
    const effects = [
      { delay: 1 },
      { error: 'rateLimitMinute' },
      { error: { status: 503, body: { down: true } } },
      { malformed: true },
      { truncate: 4 },
    ];
    await account.setFaults(
      { match: { botId: 'st-2' }, effect: { error: 'notFound' } },
      ...effects.map((effect) => ({ times: 1, effect })),
    );
    for (const _ of effects) await account.ask();
    const entries = (await read(account, 5)).reverse();
    const struck = (rule: number) => ({ rule, effect: effects[rule - 1] });
    expect(entries.map(({ status, faults, reason }) => [status, reason?.code, faults])).toEqual([
      [429, 'fault_injected', [struck(1), struck(2)]],
      [503, 'fault_injected', [struck(3)]],
      [200, undefined, [struck(4)]],
      [200, undefined, [struck(5)]],
      [200, undefined, []],
    ]);
  });

  it('[emulator] a limit that is used up', async () => {
    const account = await makeAccount({ rateLimit: { perMinute: 1, perHour: 9 } });
    expect(await account.ask()).toMatchObject({ status: 200 });
    expect(await account.ask()).toEqual(refused('rateLimitMinute', 'rate_limit_minute'));
    expect(await read(account, 2)).toEqual([
      expect.objectContaining({ status: 429, reason: reasonOf('rate_limit_minute') }),
      expect.objectContaining({ status: 200, dynamodb: { ...cost, writeUnits: atLeast(1) } }),
    ]);
  });
});

describe('keeping and clearing', () => {
  it('[emulator] DELETE clears, and what comes after is kept again', async () => {
    const account = await makeAccount();
    for (const _ of [1, 2]) await account.ask();
    await read(account, 2);
    for (const _ of ['once', 'again']) {
      expect(await account.call('DELETE', '/requests')).toMatchObject({ status: 204, body: '' });
    }
    expect(await account.call('GET', '/requests')).toMatchObject({ status: 200, body: { requests: [] } });
    await account.ask({ botId: 'st-2' });
    expect(await read(account, 1)).toEqual([expect.objectContaining({ botId: 'st-2' })]);
  });

  it('[emulator] off and on again', async () => {
    const account = await makeAccount({ settings: { journal: false } });
    expect(await account.ask()).toMatchObject({ status: 200 });
    await account.change({ journal: true });
    await account.ask({ botId: 'st-2' });
    await account.change({ journal: false });
    await account.ask();
    await account.change({ journal: true });
    await account.ask({ botId: 'st-2' });
    const entries = await read(account, 2);
    expect(entries.map(({ botId }) => botId)).toEqual(['st-2', 'st-2']);
  });

  it('[emulator] 30 at once: each is kept once', async () => {
    const account = await makeAccount();
    const users = upTo(30).map((number) => `u-${number}`);
    await Promise.all(users.map((userId) => account.ask({ body: { userId } })));
    const entries = await read(account, 30);
    const kept = entries.map(({ body }) => (body as { userId: string }).userId);
    expect(kept.sort()).toEqual([...users].sort());
    expect(new Set(entries.map(({ id }) => id)).size).toBe(30);
  });

  it('[emulator] an account made anew under the id of another begins with none', async () => {
    const first = await makeAccount({ accountId: `contract-${crypto.randomUUID()}` });
    await first.ask();
    await read(first, 1);
    await emulator.control('DELETE', `/accounts/${first.accountId}`);
    const second = await emulator.createAccount({ accountId: first.accountId, bots });
    expect(await read(second, 0)).toEqual([]);
    expect(await second.ask()).toEqual(found([]));
    expect(await read(second, 1)).toHaveLength(1);
  });
});

describe('secrets', () => {
  it('[emulator] no token, secret or key is ever in it', async () => {
    const account = await makeAccount();
    const app = account.appOf('builder');
    const forged = { ...app, clientSecret: 'a secret that the app does not have' };
    const tokens = [
      await sign(app),
      await sign(forged),
      await sign(app, { appId: app.clientId, exp: 1, jti: 'a-claim-that-is-not-for-others' }),
      await sign(app, { appId: app.clientId }, { alg: 'HS512' }),
    ];
    for (const token of tokens) {
      const headers = { authorization: `Bearer ${emulator.controlKey}`, 'x-other': token };
      await account.ask({ token, headers });
      await account.ask({ token, headers, route: 'account', rawBody: '{' });
    }
    const text = JSON.stringify(await read(account, 2 * tokens.length));
    const secrets = [emulator.controlKey, ...account.apps.map(({ clientSecret }) => clientSecret)];
    for (const tell of [...secrets, ...tokens, ...tokens.map((token) => token.slice(-30)), 'a-claim-that-is'])
      expect(text.includes(tell), tell.slice(0, 10)).toBe(false);
    expect(JSON.parse(text)).toHaveLength(2 * tokens.length);
  });
});

it('[emulator] the journal of an unknown account: 404', async () => {
  const account = await makeAccount();
  await emulator.control('DELETE', `/accounts/${account.accountId}`);
  for (const method of ['GET', 'DELETE']) {
    expect(await account.call(method, '/requests')).toEqual(problem(404, 'account_not_found'));
  }
});

describe('answers', () => {
  it('[emulator] of refusals are kept, those with sessions where the account says so', async () => {
    const account = await makeAccount();
    await account.importRows([makeRow(account.botId(), 1)]);
    const refusal = await account.ask({ query: 'containmentType=none' });
    await account.ask();
    const [plain, refused412] = await read(account, 2);
    expect(plain).not.toHaveProperty('answer');
    expect(JSON.parse(String(refused412?.answer))).toEqual(refusal.body);

    await account.change({ journalAnswers: true });
    const answered = await account.ask();
    const [kept] = await read(account, 3);
    expect(JSON.parse(String(kept?.answer))).toEqual(answered.body);
  });

  it('[emulator] are cut where they are long', async () => {
    const account = await makeAccount();
    await account.change({ journalAnswers: true });
    await account.importRows(Array.from({ length: 40 }, (_, index) => makeRow(account.botId(), index + 1)));
    await account.ask();
    const [kept] = await read(account, 1);
    const answer = String(kept?.answer);
    expect(answer).toHaveLength(8_003);
    expect(answer.endsWith('...')).toBe(true);
  });
});
