import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emulatedApis } from '../../functions/apis.ts';
import type { Application } from '../../functions/http/application.ts';
import { toEmbeddedMetrics } from '../../functions/lambda/metrics.ts';
import { createVendorApp } from '../../functions/vendor/app.ts';
import type { RequestLogEntry } from '../../functions/vendor/log.ts';
import { seriesOf } from '../lambda/embedded-metrics.ts';
import { control } from '../store/control.ts';
import { type Instance, type SharedTable, startSharedTable } from '../store/instances.ts';
import { ManualTime } from '../support/manual-time.ts';
import { toRequest } from '../support/to-request.ts';
import { stubApi } from './stub-api.ts';

/*
 * A second API beside getSessions: a description, and nothing else of its own. All that every API has must
 * come with it.
 */

const things = '/api/public/bot/st-1/getThings';
const sessions = '/api/public/bot/st-1/getSessions';
const secret = 'the secret';
const time = new ManualTime();

let table: SharedTable;
let instance: Instance;
let vendor: Application;
const log: RequestLogEntry[] = [];
const pending: Promise<unknown>[] = [];

beforeAll(async () => {
  table = await startSharedTable(time.now);
  instance = table.startInstance();
  const { store } = instance;
  vendor = createVendorApp([...emulatedApis(store), stubApi()], {
    store,
    time,
    log: (entry) => log.push(entry),
    afterResponse: (work) => pending.push(work),
  });
});
afterAll(() => table.close());

let accounts = 0;

/** An account with a bot, and an app for each API and for both; `more` as the control API takes it. */
async function makeAccount(more: object = {}): Promise<string> {
  const accountId = `acc-${++accounts}`;
  const app = (kind: string, name: string, scopes: string[]) => ({
    kind,
    clientId: `${name}-${accountId}`,
    clientSecret: secret,
    ...(kind === 'admin' ? { scopes } : { bots: [{ botId: 'st-1', scopes }] }),
  });
  await control(instance, 'POST', '/accounts', {
    accountId,
    bots: [{ botId: 'st-1' }],
    apps: [
      app('builder', 'both', ['bot_sessions:read', 'things:read']),
      app('builder', 'sessions', ['bot_sessions:read']),
      app('builder', 'things', ['things:read']),
      app('admin', 'admin-things', ['things:read']),
      app('admin', 'admin-sessions', ['bot_sessions:read']),
    ],
    ...more,
  });
  return accountId;
}

interface Answered {
  status: number;
  reason: string | null;
  text: string;
}

async function ask(clientId: string, path: string, body: object = {}, key = secret): Promise<Answered> {
  const auth = await new SignJWT({ appId: clientId })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(key));
  const response = await vendor.fetch(
    toRequest(path, { method: 'POST', headers: { auth }, body: JSON.stringify(body) }),
  );
  const reason = response.headers.get('x-emulator-reason');
  return { status: response.status, reason, text: await response.text() };
}

const refused = (msg: string, code: number) => JSON.stringify({ errors: [{ msg, code }] });

test('is answered by its own words, and getSessions by those that it always had', async () => {
  const accountId = await makeAccount();
  const answer = { status: 200, reason: null };
  expect(await ask(`both-${accountId}`, things, { colour: 'red' })).toEqual({
    ...answer,
    text: '{"things":["st-1"],"colour":"red"}',
  });
  expect(await ask(`both-${accountId}`, sessions)).toEqual({
    ...answer,
    text: '{"total":0,"moreAvailable":false,"sessions":[]}',
  });
});

test('refuses another method, before it asks who calls', async () => {
  const response = await vendor.fetch(toRequest(things));
  expect([response.status, response.headers.get('x-emulator-reason')]).toEqual([
    405,
    'method_not_allowed: Use POST, not GET.',
  ]);
  expect(await response.text()).toBe(refused('Method Not Allowed', 405));
});

test('asks for a token, and for a good one', async () => {
  const accountId = await makeAccount();
  const without = await vendor.fetch(toRequest(things, { method: 'POST' }));
  expect(without.status).toBe(401);
  expect(without.headers.get('x-emulator-reason')).toMatch(/^auth_header_missing: /);
  expect(await ask(`both-${accountId}`, things, {}, 'another')).toMatchObject({
    status: 401,
    reason: expect.stringMatching(/^signature_invalid: /),
    text: refused('Invalid SDK credentials', 4002),
  });
});

describe('asks for its own scope', () => {
  test.each([
    ['things', things, 200, null],
    ['admin-things', things, 200, null],
    ['sessions', sessions, 200, null],
    ['admin-sessions', sessions, 200, null],
    [
      'sessions',
      things,
      401,
      'scope_not_granted: The app lacks the scope things:read (Things) for bot st-1.',
    ],
    [
      'admin-sessions',
      things,
      401,
      'scope_not_granted: The admin app lacks the scope things:read (Bot > Things).',
    ],
    [
      'things',
      sessions,
      401,
      'scope_not_granted: The app lacks the scope bot_sessions:read (Bot Sessions) for bot st-1.',
    ],
  ])('the app %s at %s: %d', async (app, path, status, reason) => {
    const accountId = await makeAccount();
    expect(await ask(`${app}-${accountId}`, path)).toMatchObject({ status, reason });
  });

  test('and for a bot that is linked', async () => {
    const accountId = await makeAccount();
    const elsewhere = '/api/public/bot/st-2/getThings';
    expect((await ask(`things-${accountId}`, elsewhere)).reason).toMatch(/^bot_not_linked: /);
    expect((await ask(`admin-things-${accountId}`, elsewhere)).reason).toMatch(/^bot_unknown: /);
  });
});

test('has faults: one that refuses, and one that delays and spoils', async () => {
  const accountId = await makeAccount();
  const client = `both-${accountId}`;
  const faults = `/accounts/${accountId}/faults`;
  await control(instance, 'PUT', faults, [{ match: { route: 'bot' }, effect: { error: 'internal' } }]);
  expect(await ask(client, things)).toEqual({
    status: 500,
    reason: "fault_injected: Rule 0 of the account's faults.",
    text: refused('Internal Server Error', 500),
  });
  await control(instance, 'PUT', faults, [{ effect: { delay: 2_000 } }, { effect: { truncate: 8 } }]);
  const before = time.monotonic();
  const delayed = ask(client, things);
  // The deadline, and the delay.
  while (time.waiting < 2) await new Promise(setImmediate);
  await time.advance(2_000);
  expect(await delayed).toEqual({ status: 200, reason: null, text: '{"things' });
  expect(log.at(-1)?.durationMs).toBe(time.monotonic() - before);
});

test('has a deadline', async () => {
  const { store } = instance;
  const accountId = await makeAccount();
  let reached = (): void => {};
  const stands = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const stuck = stubApi({
    answer: () => {
      reached();
      return new Promise(() => {});
    },
  });
  const app = createVendorApp([stuck], { store, time, log: () => {}, afterResponse: () => {} });
  const auth = await new SignJWT({ appId: `things-${accountId}` })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
  let answered: Response | undefined;
  const asked = Promise.resolve(app.fetch(toRequest(things, { method: 'POST', headers: { auth } })));
  const done = asked.then((response) => {
    answered = response;
  });
  await stands;
  await time.advance(26_999);
  expect(answered).toBeUndefined();
  await time.advance(1);
  await done;
  expect(answered?.headers.get('x-emulator-reason')).toMatch(/^store_unavailable: .*within 27 s/);
});

test('has rate limits, counted for the bot', async () => {
  const accountId = await makeAccount({ rateLimit: { perMinute: 2, perHour: 9 } });
  const answers = [];
  for (let count = 0; count < 3; count++) answers.push(await ask(`both-${accountId}`, things));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(answers[2]?.reason).toBe(
    'rate_limit_minute: 2 requests to bot st-1 were admitted in the last 60 s.',
  );
});

test('is told in log, metrics and journal, beside getSessions', async () => {
  const accountId = await makeAccount();
  const clientId = `both-${accountId}`;
  log.length = 0;
  await ask(clientId, `${things}?page=2`, { colour: 'red', size: 3 });
  time.set(time.now() + 1);
  await ask(clientId, sessions);
  await ask(clientId, '/api/public/bot/st-1/getOthers');

  const told = { api: 'getThings', route: 'bot', botId: 'st-1', clientId, total: 7, returned: 1 };
  const unread = ['size', '?page'];
  expect(log).toMatchObject([
    { ...told, unread, accountId, status: 200 },
    { api: 'getSessions', route: 'bot', botId: 'st-1', total: 0 },
    { status: 405, reason: { code: 'path_unknown' } },
  ]);
  expect(log[2]).not.toHaveProperty('api');
  expect(log[2]).not.toHaveProperty('route');
  expect(log.map((entry) => seriesOf(toEmbeddedMetrics(entry, 'dev')))).toMatchObject([
    { 'Requests Environment=dev Route=getThings.bot Status=200': 1 },
    { 'Requests Environment=dev Route=bot Status=200': 1 },
    { 'Requests Environment=dev Route=other Status=405': 1 },
  ]);
  await Promise.all(pending);
  const { requests } = await control<{ requests: object[] }>(
    instance,
    'GET',
    `/accounts/${accountId}/requests?route=bot`,
  );
  expect(requests).toMatchObject([
    { api: 'getSessions', route: 'bot' },
    { ...told, unread, body: { colour: 'red', size: 3 } },
  ]);
});
