import type { LambdaEvent } from 'hono/aws-lambda';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemTime } from '../../functions/domain/time.ts';
import { AfterResponse } from '../../functions/lambda/after-response.ts';
import { createHandler } from '../../functions/lambda/handler.ts';
import { webAnswers } from '../../functions/lambda/web-answers.ts';
import { control } from '../store/control.ts';
import { type Instance, type SharedTable, startSharedTable } from '../store/instances.ts';

/** AWS: the largest response of a Lambda function. */
const lambdaLimit = 6_291_556;
const now = '2026-03-10T12:00:00.000Z';
const path = '/api/public/bot/st-1/getSessions';

let table: SharedTable;
let instance: Instance;
let token = '';

interface Page {
  total: number;
  moreAvailable: boolean;
  sessions: { sessionId: string }[];
  invalidSessions?: string[];
}

beforeAll(async () => {
  table = await startSharedTable(() => Date.parse(now));
  instance = table.startInstance();
  await control(instance, 'POST', '/accounts', {
    accountId: 'acc',
    bots: [{ botId: 'st-1' }],
    apps: [{ kind: 'builder', clientId: 'cs-1', clientSecret: 'the secret' }],
  });
  token = await new SignJWT({ appId: 'cs-1' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('the secret'));
});
afterAll(() => table.close());

const importRows = (rows: object[]) => control(instance, 'POST', '/accounts/acc/sessions', rows);
const setSettings = (settings: object) => control(instance, 'PATCH', '/accounts/acc', { settings });
const row = (sessionId: string, startTime: number, more: object = {}) => ({
  sessionId,
  botId: 'st-1',
  userId: 'u-1',
  start_time: new Date(startTime).toISOString(),
  ...more,
});

async function ask(body: object, query = ''): Promise<{ response: Response; page: Page }> {
  const response = await instance.request(`${path}${query}`, {
    method: 'POST',
    headers: { auth: token },
    body: JSON.stringify(body),
  });
  return { response, page: (await response.clone().json()) as Page };
}

test('a page of more rows than are read at once has all of them, in order', async () => {
  const start = Date.parse('2026-03-10T10:00:00.000Z');
  // Several start at one instant.
  const rows = Array.from({ length: 1700 }, (_, index) =>
    row(`many-${index}`, start + Math.floor(index / 3)),
  );
  await importRows(rows);
  const { page } = await ask({ dateFrom: '2026-03-10', dateTo: '2026-03-10', limit: 10_000 });
  const expected = rows
    .toSorted((a, b) =>
      a.start_time === b.start_time
        ? a.sessionId < b.sessionId
          ? 1
          : -1
        : a.start_time < b.start_time
          ? 1
          : -1,
    )
    .map(({ sessionId }) => sessionId);
  expect(page.total).toBe(1700);
  expect(page.moreAvailable).toBe(false);
  expect(page.sessions.map(({ sessionId }) => sessionId)).toEqual(expected);
});

describe('an answer that would be too large', () => {
  const day = { dateFrom: '2026-03-05', dateTo: '2026-03-05' };
  const ids = Array.from({ length: 50 }, (_, index) => `large-${String(index).padStart(2, '0')}`);

  beforeAll(async () => {
    // Quotes double in the JSON document that carries the body; letters beyond ASCII take two bytes.
    const sessionTags = Array.from({ length: 60 }, (_, index) => ({
      name: `n${index}`,
      value: '"ü'.repeat(index % 2 === 0 ? 500 : 250),
    }));
    const start = Date.parse('2026-03-05T10:00:00.000Z');
    const rows = ids.map((sessionId, index) => row(sessionId, start + index, { tags: { sessionTags } }));
    for (let at = 0; at < rows.length; at += 20) await importRows(rows.slice(at, at + 20));
  });

  /** What the function hands to Lambda, and its size there. */
  async function lambdaResponse(body: object): Promise<{ page: Page; bytes: number }> {
    const event = {
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
      headers: { auth: token, 'content-type': 'application/json', host: 'example.com' },
      requestContext: { http: { method: 'POST', path }, domainName: 'example.com' },
      body: JSON.stringify(body),
      isBase64Encoded: false,
    };
    const handler = createHandler(webAnswers(instance.app), new AfterResponse(systemTime));
    const result = await handler(event as unknown as LambdaEvent);
    expect(result).toMatchObject({ statusCode: 200, isBase64Encoded: false });
    return { page: JSON.parse(result?.body ?? '') as Page, bytes: Buffer.byteLength(JSON.stringify(result)) };
  }

  test('is cut at a row so that Lambda can carry it, and the next page goes on there', async () => {
    const seen: string[] = [];
    for (let pages = 1; ; pages++) {
      const { page, bytes } = await lambdaResponse({ ...day, skip: seen.length, limit: 10_000 });
      expect(bytes).toBeLessThan(lambdaLimit);
      expect(page.total).toBe(50);
      seen.push(...page.sessions.map(({ sessionId }) => sessionId));
      if (page.moreAvailable) continue;
      expect(pages).toBeGreaterThan(1);
      break;
    }
    expect(seen).toEqual(ids.toReversed());
  });

  test('is cut by ids too', async () => {
    const { page, bytes } = await lambdaResponse({ sessionId: ids });
    expect(bytes).toBeLessThan(lambdaLimit);
    expect(page).toMatchObject({ total: 50, moreAvailable: true, invalidSessions: [] });
    expect(page.sessions.length).toBeLessThan(50);
  });

  test('says so in the reason and in the log', async () => {
    await setSettings({ maxResponseBytes: 200_000 });
    const { response, page } = await ask({ ...day, limit: 20 });
    await setSettings({ maxResponseBytes: 6_000_000 });
    expect(page.moreAvailable).toBe(true);
    expect(page.sessions.length).toBeGreaterThan(0);
    expect(page.sessions.length).toBeLessThan(20);
    expect(response.headers.get('x-emulator-reason')).toMatch(/^page_cut: .*200000 bytes/);
    expect(instance.log.at(-1)).toMatchObject({
      status: 200,
      total: 50,
      returned: page.sessions.length,
      reason: { code: 'page_cut' },
    });
  });
});

describe('the log', () => {
  test('has what was asked and answered', async () => {
    await importRows([row('logged', Date.parse('2026-03-01T10:00:00.000Z'))]);
    await ask({ dateFrom: '2026-03-01', dateTo: '2026-03-01', limit: 1 }, '?containmentType=selfService');
    expect(instance.log.at(-1)).toMatchObject({
      at: Date.parse(now),
      method: 'POST',
      path,
      query: '?containmentType=selfService',
      status: 200,
      durationMs: expect.any(Number),
      accountId: 'acc',
      clientId: 'cs-1',
      botId: 'st-1',
      total: 1,
      returned: 1,
    });
    expect(instance.log.at(-1)).not.toHaveProperty('reason');
    expect(instance.log.at(-1)).not.toHaveProperty('error');
  });

  test.each([
    ['/api/public/bot/st-1/getSessions', 'bot'],
    ['/api/public/stream/st-1/getSessions', 'bot'],
    ['/api/public/getSessions', 'account'],
    ['/api/public/bot/st-1/getsessions', 'other'],
    ['/', 'other'],
  ])('has %s as the route %s, which dashboards show, whatever the method', async (asked, metricRoute) => {
    for (const method of ['POST', 'GET']) {
      await instance.request(asked, { method });
      expect(instance.log.at(-1)).toMatchObject({ method, path: asked, metricRoute });
    }
  });

  test('names the fields and parameters that nothing reads', async () => {
    await ask(
      {
        includeMeta: true,
        pageSize: 5,
        datefrom: '2026-03-01',
        tags: {
          and: [{ name: 'topic', values: ['a'], kind: 'user' }],
          not: [],
          or: [{ name: 'x', values: [], Type: 1 }],
        },
      },
      '?containmentType=agent&limit=5&limit=6&callId=c',
    );
    expect(instance.log.at(-1)?.unread?.toSorted()).toEqual(
      ['?limit', 'datefrom', 'pageSize', 'tags.and.0.kind', 'tags.not', 'tags.or.0.Type'].toSorted(),
    );
  });

  test('names them of a refused request too', async () => {
    const { response } = await ask({ limit: 0, colour: 'red' });
    expect(response.status).toBe(412);
    expect(instance.log.at(-1)).toMatchObject({
      status: 412,
      unread: ['colour'],
      accountId: 'acc',
      reason: { code: 'body_field_invalid', text: expect.stringContaining('limit') },
    });
  });

  test('holds neither token nor secret', async () => {
    const wrong = await new SignJWT({ appId: 'cs-1' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('another secret'));
    const response = await instance.request(path, { method: 'POST', headers: { auth: wrong } });
    expect(response.status).toBe(401);
    expect(instance.log.at(-1)).toMatchObject({ status: 401, accountId: 'acc', clientId: 'cs-1' });
    const logged = JSON.stringify(instance.log);
    for (const hidden of [token, wrong, 'the secret', token.split('.')[2] ?? '']) {
      expect(logged).not.toContain(hidden);
    }
  });
});

describe('a page that is asked for again', () => {
  const day = { dateFrom: '2026-03-09', dateTo: '2026-03-09' };
  const start = Date.parse('2026-03-09T10:00:00.000Z');
  const minute = 60_000;
  const freeze = (at: number) =>
    control(instance, 'PUT', '/accounts/acc/clock', { mode: 'frozen', now: new Date(at).toISOString() });
  const statuses = async () => {
    const { page } = await ask(day);
    return page.sessions.map((session) => (session as { sessionStatus?: string }).sessionStatus);
  };

  beforeAll(async () => {
    const end = (minutes: number) => ({ end_time: new Date(start + minutes * minute).toISOString() });
    await importRows([
      row('again-1', start, end(10)),
      row('again-2', start + 1, end(20)),
      row('again-3', start + 2, { ...end(5), sessionStatus: 'active' }),
    ]);
  });
  afterAll(() => control(instance, 'PUT', '/accounts/acc/clock', { mode: 'real' }));

  test('shows each session as it is by then, whichever way the clock is moved', async () => {
    for (const [minutes, expected] of [
      [15, ['active', 'active', 'closed']],
      [15, ['active', 'active', 'closed']],
      [20, ['active', 'closed', 'closed']],
      [19, ['active', 'active', 'closed']],
      [9, ['active', 'active', 'active']],
      [10, ['active', 'active', 'closed']],
      [60, ['active', 'closed', 'closed']],
    ] as const) {
      await freeze(start + minutes * minute);
      expect(await statuses()).toEqual(expected);
    }
  });

  test('is cut where less is allowed by then, and whole where all is again', async () => {
    await freeze(start + 60 * minute);
    const whole = await ask(day);
    const half = Math.ceil(JSON.stringify(whole.page).length / 2);
    await setSettings({ maxResponseBytes: 4_096 + half });
    const cut = await ask(day);
    expect([cut.page.sessions.length < 3, cut.page.moreAvailable]).toEqual([true, true]);
    await setSettings({ maxResponseBytes: 6_000_000 });
    expect((await ask(day)).page).toEqual(whole.page);
  });
});
