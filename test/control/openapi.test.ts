import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls, controlPath } from '../../functions/control/calls.ts';
import { requestExamples } from '../../functions/control/openapi/examples/requests.ts';
import { flawNames } from '../../functions/control/tokens/flaws.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { ApiDescription, type OpenApiDocument } from '../support/openapi.ts';

let emulator: Emulator;
let api: ApiDescription;
const answered = new Set<string>();

beforeAll(async () => {
  emulator = await startEmulator();
  const response = await emulator.request('/_emulator/openapi.json');
  api = new ApiDescription((await response.json()) as OpenApiDocument);
});

afterAll(() => emulator.close());

/** Asks as a client would, and holds the answer against the document. */
async function ask(
  method: string,
  path: string,
  body?: unknown,
  key = emulator.controlKey,
): Promise<Response> {
  const response = await emulator.request(path, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  await check(method, path, response);
  return response;
}

async function check(method: string, path: string, response: Response): Promise<void> {
  const { pathname } = new URL(path, 'http://localhost');
  expect(await api.complaintOf(method, pathname, response)).toBeUndefined();
  answered.add(`${api.find(method, pathname).name} ${response.status}`);
}

interface View {
  accountId: string;
  bots: { botId: string }[];
  apps: { clientId: string }[];
}

async function makeAccount(input: unknown = {}): Promise<View & { path: string }> {
  const response = await ask('POST', '/_emulator/accounts', input);
  expect(response.status).toBe(201);
  const view = (await response.json()) as View;
  return { ...view, path: `/_emulator/accounts/${view.accountId}` };
}

describe('the document', () => {
  test('is OpenAPI 3.1, and needs no key', async () => {
    const response = await emulator.request('/_emulator/openapi.json');

    expect(response.headers.get('content-type')).toBe('application/json');
    await check('GET', '/_emulator/openapi.json', response);
    expect(api.document.openapi).toBe('3.1.0');
  });

  test('has every call of the control API, and no other: other methods are refused', async () => {
    const controlPaths = Object.entries(api.document.paths).filter(([path]) => path.startsWith(controlPath));
    expect(controlPaths.flatMap(([, methods]) => Object.keys(methods))).toHaveLength(calls.length);
    for (const [path, methods] of controlPaths) {
      const names = Object.keys(methods).map((method) => method.toUpperCase());
      const known = names.flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const response = await emulator.request(path.replace(/\{\w+\}/g, 'none'), {
          method,
          headers: { authorization: `Bearer ${emulator.controlKey}` },
        });
        const isRefused = response.status === 405;
        expect(`${method} ${path} ${isRefused}`).toBe(`${method} ${path} ${!known.includes(method)}`);
        if (isRefused) expect(response.headers.get('allow')?.split(', ').sort()).toEqual(known.sort());
      }
    }
  });

  test('has the emulated routes', () => {
    expect(api.operations.filter((name) => name.includes('/api/public'))).toEqual([
      'post /api/public/bot/{botId}/getSessions',
      'post /api/public/stream/{botId}/getSessions',
      'post /api/public/getSessions',
      'post /api/public/bot/{botId}/getMessagesV2',
      'get /api/public/bot/{botId}/getMessagesV2',
      'post /api/public/bot/{botId}/getMessages',
      'get /api/public/bot/{botId}/getMessages',
      'post /api/public/stream/{botId}/getMessages',
      'get /api/public/stream/{botId}/getMessages',
      'post /api/public/getMessages',
    ]);
  });

  test('names every operation once', () => {
    const ids = Object.values(api.document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );

    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has every schema and security scheme that it refers to, and refers to all that it has', () => {
    const text = JSON.stringify(api.document);
    const referred = new Set(
      [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name),
    );
    const schemes = new Set(
      Object.values(api.document.paths)
        .flatMap((methods) => Object.values(methods))
        .flatMap(({ security = [] }) => security.flatMap(Object.keys)),
    );

    expect([...referred].sort()).toEqual(Object.keys(api.document.components.schemas).sort());
    expect([...schemes].sort()).toEqual(Object.keys(api.document.components.securitySchemes).sort());
  });

  test('asks for the control key everywhere but for health and itself', () => {
    const open = api.operations.filter((name) => {
      const [method = '', path = ''] = name.split(' ');
      return api.document.paths[path]?.[method]?.security?.length === 0;
    });

    expect(open).toEqual(['get /_emulator/health', 'get /_emulator/openapi.json']);
  });

  test('holds an answer with a field that it does not have for wrong', async () => {
    const made = await ask('POST', '/_emulator/accounts', {});
    const changed = Response.json({ ...((await made.json()) as object), more: 1 }, { status: 201 });

    expect(await api.complaintOf('POST', '/_emulator/accounts', changed)).toContain('more');
    const other = new Response('{}', { status: 418 });
    expect(await api.complaintOf('POST', '/_emulator/accounts', other)).toContain('418');
  });
});

describe('examples', () => {
  const bodies = () =>
    Object.values(api.document.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ operationId, requestBody, responses }) => [
        ...Object.entries(requestBody?.content ?? {}).map(([type, media]) => ({
          name: `${operationId} takes ${type}`,
          type,
          ...media,
        })),
        ...Object.entries(responses).flatMap(([status, { content = {} }]) =>
          Object.entries(content)
            .filter(() => status.startsWith('2'))
            .map(([type, media]) => ({
              name: `${operationId} answers ${status} ${type}`,
              type,
              ...media,
            })),
        ),
      ]),
    );

  test('stand beside every body that is sent, and every page and view that is answered', () => {
    const without = bodies().filter(({ example }) => example === undefined);
    expect([...new Set(without.map(({ name }) => name))]).toEqual([
      'getOpenApi answers 200 application/json',
      'removeAccount answers 202 application/json',
      'summarizeSessions answers 200 application/json',
      'exportMessages answers 200 application/x-ndjson',
    ]);
  });

  test('are valid by their schemas', () => {
    const complaints = bodies()
      .filter(({ type, example }) => type.endsWith('/json') && example !== undefined)
      .map(({ name, schema, example }) => `${name}: ${api.complaint(schema, example) ?? 'valid'}`);
    expect(complaints.filter((each) => !each.endsWith(': valid'))).toEqual([]);
  });

  test('of requests are taken, one after the other in the order of their list', async () => {
    const path = '/_emulator/accounts/my-test';
    const session = '6465cf6e4769ed4e822b82a1';
    const bot = '/api/public/bot/st-support';
    const places: Record<string, [method: string, path: string]> = {
      NewAccount: ['POST', '/_emulator/accounts'],
      AccountChange: ['PATCH', path],
      NewBot: ['POST', `${path}/bots`],
      BotChange: ['PATCH', `${path}/bots/st-sales`],
      NewApp: ['POST', `${path}/apps`],
      AppChange: ['PATCH', `${path}/apps/cs-reports`],
      SessionImport: ['POST', `${path}/sessions`],
      Session: ['PUT', `${path}/sessions/${session}`],
      Generation: ['POST', `${path}/sessions/generate`],
      GetSessionsRequest: ['POST', `${bot}/getSessions`],
      MessageImport: ['POST', `${path}/messages`],
      GetMessagesRequest: ['POST', `${bot}/getMessagesV2`],
      NoFields: ['PUT', `${path}/snapshots/before`],
      NewTemplate: ['PUT', '/_emulator/templates/golden'],
      ClockChange: ['PUT', `${path}/clock`],
      NewFaultRules: ['PUT', `${path}/faults`],
      SupposedRequest: ['POST', `${path}/explain`],
      TokenRequest: ['POST', `${path}/tokens`],
      Reset: ['POST', `${path}/reset`],
    };
    const examples = Object.entries(requestExamples);
    expect(Object.keys(places)).toEqual(examples.map(([name]) => name));
    for (const [name, example] of examples) {
      const [method = '', place = ''] = places[name] ?? [];
      const body = JSON.stringify(example);
      const isVendor = place.startsWith('/api');
      const minted = isVendor && (await ask('POST', `${path}/tokens`, requestExamples['TokenRequest']));
      const auth = minted ? ((await minted.json()) as { token: string }).token : undefined;
      const response = auth
        ? await emulator.request(place, { method, headers: { auth }, body })
        : await ask(method, place, body);
      await check(method, place, response);
      expect(`${name} ${response.status}`).toMatch(/ 20[01]$/);
    }
    await ask('DELETE', '/_emulator/templates/golden');
    await ask('DELETE', path);
  });
});

describe('answers of the control API are as it says', () => {
  test('health', async () => {
    await ask('GET', '/_emulator/health');
  });

  test('accounts, bots and apps', async () => {
    const { path, accountId } = await makeAccount({
      apps: [{ kind: 'builder', enforceJwe: true }, { kind: 'admin' }],
      rateLimit: 'vendor',
      expiresInSeconds: 3600,
    });
    await ask('POST', '/_emulator/accounts', { accountId });
    await ask('POST', '/_emulator/accounts', { bots: 5 });
    await ask('POST', '/_emulator/accounts', '{');
    await ask('POST', '/_emulator/accounts', '"'.repeat(4_100_000));
    await ask('GET', path);
    await ask('GET', path, undefined, 'wrong');
    await ask('GET', '/_emulator/accounts/nobody');
    await ask('PATCH', path, { settings: { errors: { internal: { status: 502 } } }, rateLimit: 'off' });
    await ask('PATCH', path, { settings: { limit: 1 } });
    await ask('POST', `${path}/bots`, { botId: 'st-1' });
    await ask('POST', `${path}/bots`, { botId: 'st-1' });
    await ask('POST', `${path}/apps`, { kind: 'builder', clientId: `cs-${accountId}` });
    await ask('POST', `${path}/apps`, { kind: 'admin', clientId: `cs-${accountId}` });
    await ask('POST', `${path}/bots`, { botId: 'st-2', apps: [`cs-${accountId}`] });
    await ask('POST', `${path}/bots`, { apps: ['cs-none'] });
    await ask('PATCH', `${path}/bots/st-1`, { name: 'One' });
    await ask('PATCH', `${path}/bots/st-none`, {});
    await ask('DELETE', `${path}/bots/st-1`);
    await ask('PATCH', `${path}/apps/cs-${accountId}`, { publicKey: null, bots: ['st-2'] });
    await ask('PATCH', `${path}/apps/cs-${accountId}`, { scopes: [] });
    await ask('PATCH', `${path}/apps/cs-none`, {});
    await ask('DELETE', `${path}/apps/cs-${accountId}`);
    await ask('PATCH', path, {
      settings: { maxLimit: null, errors: { internal: null } },
      expiresInSeconds: null,
    });
    await ask('DELETE', path);
  });

  test('sessions', async () => {
    const { path, bots } = await makeAccount();
    const row = { sessionId: 's1', botId: bots[0]?.botId, userId: 'u-1', start_time: '2026-03-01T09:00:00Z' };
    await ask('POST', `${path}/sessions`, [row, { ...row, botId: 'st-2' }, 5]);
    await ask('POST', `${path}/sessions`, 'x');
    await ask('POST', `${path}/sessions/generate`, { count: 5, offset: 1, limit: 2 });
    await ask('POST', `${path}/sessions/generate`, { scenario: 'ties' });
    await ask('POST', `${path}/sessions/generate`, { count: 50_000 });
    await ask('POST', `${path}/sessions/generate`, { scenario: 'none' });
    await ask('GET', `${path}/sessions?limit=2`);
    await ask('GET', `${path}/sessions?cursor=1.s1`);
    await ask('GET', `${path}/sessions?page=2`);
    await ask('GET', `${path}/sessions/summary?botId=${row.botId}&from=2026-03-01`);
    await ask('GET', `${path}/sessions/summary?botId=st-none`);
    await ask('GET', `${path}/sessions/s1`);
    await ask('GET', `${path}/sessions/s2`);
    await ask('PUT', `${path}/sessions/s1`, row);
    await ask('PUT', `${path}/sessions/s3`, { ...row, sessionId: 's3' });
    await ask('PUT', `${path}/sessions/s1`, []);
    await ask('DELETE', `${path}/sessions/s3`);
    await ask('DELETE', `${path}/sessions?sessionId=s1`);
    await ask('DELETE', `${path}/sessions?sessionType=interactive`);
    await ask('DELETE', `${path}/sessions`);
  });

  test('messages', async () => {
    const { path, bots } = await makeAccount();
    const row = { _id: 'ms-1', botId: bots[0]?.botId, createdOn: '2026-03-01T09:00:00Z' };
    await ask('POST', `${path}/messages`, [row, { ...row, _id: 'no id' }, 5]);
    await ask('POST', `${path}/messages`, 'x');
    await ask('GET', `${path}/messages?limit=1`);
    await ask('GET', `${path}/messages?cursor=1.s1`);
    await ask('GET', `${path}/messages?page=2`);
    await ask('DELETE', `${path}/messages?sessionId=s1`);
    await ask('DELETE', `${path}/messages?type=incoming`);
    await ask('DELETE', `${path}/messages`);
  });

  test('seeds, reset and snapshots', async () => {
    const { path } = await makeAccount({ seed: 'ties' });
    await ask('GET', '/_emulator/accounts?limit=1');
    await ask('GET', '/_emulator/accounts?limit=0');
    await ask('PUT', `${path}/snapshots/one`);
    await ask('PUT', `${path}/snapshots/one`);
    await ask('PUT', `${path}/snapshots/one`, { sessions: 1 });
    await ask('GET', `${path}/snapshots`);
    await ask('POST', `${path}/reset`, { to: 'empty' });
    await ask('POST', `${path}/reset`, { to: 'start' });
    await ask('POST', `${path}/snapshots/one/restore`);
    await ask('POST', `${path}/snapshots/two/restore`);
    await ask('DELETE', `${path}/snapshots/one`);
  });

  test('templates', async () => {
    const { accountId } = await makeAccount({ seed: 'ties' });
    await ask('PUT', '/_emulator/templates/one', { from: { accountId } });
    await ask('PUT', '/_emulator/templates/one', { from: {} });
    await ask('GET', '/_emulator/templates');
    await makeAccount({ from: { template: 'one' } });
    await ask('DELETE', '/_emulator/templates/one');
    await ask('POST', '/_emulator/accounts', { from: { template: 'one' } });
  });

  test('clock', async () => {
    const { path } = await makeAccount();
    for (const change of [
      { mode: 'frozen', now: '2026-03-01' },
      { advance: 'PT15M' },
      { mode: 'offset', by: '-P1D' },
      { mode: 'real' },
      { mode: 'broken' },
    ]) {
      await ask('PUT', `${path}/clock`, change);
      await ask('GET', `${path}/clock`);
    }
  });

  test('faults and the journal', async () => {
    const { path, bots, apps } = await makeAccount();
    const effects = [
      { error: 'internal' },
      { error: { status: 418, body: { teapot: [true, null, 1.5, 'x'] } } },
      { delay: 1 },
      { malformed: true },
      { truncate: 5, headers: { 'Retry-After': '5' } },
      { shuffle: 'seed' },
      { headers: { 'X-Request-Id': 'x' } },
    ];
    await ask(
      'PUT',
      `${path}/faults`,
      effects.map((effect) => ({ effect, times: 1 })),
    );
    await ask('PUT', `${path}/faults`, [{ effect: { error: 'nothing' } }]);
    await ask('GET', `${path}/faults`);
    await ask('GET', `${path}/faults/counts`);
    await ask('GET', `${path}/rate-limits`);
    await ask('PATCH', path, { rateLimit: 'vendor' });
    await ask('GET', `${path}/rate-limits`);
    const minted = await ask('POST', `${path}/tokens`, { clientId: apps[0]?.clientId });
    const { token } = (await minted.json()) as { token: string };
    const vendorPath = `/api/public/bot/${bots[0]?.botId}/getSessions`;
    for (const body of ['{"limit":1,"limitt":2}', '{', '{"limit":0}', undefined, undefined, undefined]) {
      await emulator.request(vendorPath, {
        method: 'POST',
        headers: { auth: token },
        ...(body ? { body } : {}),
      });
    }
    const journal = await ask('GET', `${path}/requests?limit=3`);
    const { requests, next } = (await journal.json()) as { requests: unknown[]; next: string };
    expect(requests).toHaveLength(3);
    await ask('GET', `${path}/requests?cursor=${next}`);
    await ask('GET', `${path}/requests?page=2`);
    await ask('POST', `${path}/explain`, { botId: bots[0]?.botId, withAnswer: true });
    await ask('POST', `${path}/explain`, { botId: bots[0]?.botId, body: { limit: 0 } });
    await ask('POST', `${path}/explain`, { botId: bots[0]?.botId, clientId: 'cs-none' });
    await ask('POST', `${path}/explain`, {});
    await ask('DELETE', `${path}/requests`);
    await emulator.request(vendorPath, { method: 'POST' });
    await ask('GET', '/_emulator/requests?limit=1');
    await ask('GET', '/_emulator/requests?page=2');
    await ask('DELETE', '/_emulator/requests');
    await ask('DELETE', `${path}/faults`);
  });

  test('tokens', async () => {
    const { path, apps } = await makeAccount({
      apps: [{ kind: 'admin', enforceJti: true, enforceJwe: true }, { kind: 'admin' }],
    });
    for (const { clientId } of apps) {
      for (const flaw of [undefined, ...flawNames]) await ask('POST', `${path}/tokens`, { clientId, flaw });
    }
    await ask('POST', `${path}/tokens`, { clientId: 'cs-nobody' });
  });
});

describe('answers of the emulated routes are as it says', () => {
  test('sessions and refusals, each status of the table', async () => {
    const { path, bots, apps } = await makeAccount({ clock: { mode: 'frozen', now: '2026-03-02' } });
    const botId = bots[0]?.botId;
    const row = {
      sessionId: 's1',
      botId,
      userId: 'u-1',
      start_time: '2026-03-01T09:00:00Z',
      tags: { sessionTags: [{ name: 'a', value: 'b', altText: 'c' }] },
    };
    await ask('POST', `${path}/sessions`, [row]);
    const token = async (clientId: string | undefined, flaw?: string): Promise<string> => {
      const minted = await ask('POST', `${path}/tokens`, { clientId, flaw });
      return ((await minted.json()) as { token: string }).token;
    };
    const vendor = async (vendorPath: string, auth: string, body: string): Promise<number> => {
      const response = await emulator.request(vendorPath, { method: 'POST', headers: { auth }, body });
      await check('POST', vendorPath, response);
      return response.status;
    };
    const [builder, admin] = [await token(apps[0]?.clientId), await token(apps[1]?.clientId)];
    const botPath = `/api/public/bot/${botId}/getSessions`;

    const statuses = [
      await vendor(botPath, builder, '{}'),
      await vendor(`/api/public/stream/${botId}/getSessions`, builder, '{"sessionId":["s1","s2"]}'),
      await vendor('/api/public/getSessions', admin, '{"limit":"1"}'),
      await vendor(botPath, await token(apps[0]?.clientId, 'expired'), '{}'),
      await vendor('/api/public/getSessions', builder, '{}'),
      await vendor('/api/public/bot/st-nobody/getSessions', admin, '{}'),
      await vendor(botPath, builder, '{'),
      await vendor(botPath, builder, '{"limit":0}'),
    ];
    expect(statuses).toEqual([200, 200, 200, 401, 401, 400, 400, 412]);

    for (const error of ['rateLimitMinute', 'internal', 'methodNotAllowed', 'notFound']) {
      await ask('PUT', `${path}/faults`, [{ effect: { error } }]);
      expect([429, 500, 405, 404]).toContain(await vendor(botPath, builder, '{}'));
    }
  });

  test('messages, made up with all that rows may have, and of a call', async () => {
    const { path, bots, apps } = await makeAccount({ clock: { mode: 'frozen', now: '2026-03-02' } });
    const botId = bots[0]?.botId;
    const session = {
      sessionId: 's1',
      botId,
      userId: 'u-1',
      identities: ['one@example.com'],
      callId: 'call-1',
      start_time: '2026-03-01T09:00:00Z',
      containmentType: 'agent',
      noOfMessagesExchanged: 9,
    };
    await ask('POST', `${path}/sessions`, [session]);
    const tokens: string[] = [];
    for (const { clientId } of apps) {
      const minted = await ask('POST', `${path}/tokens`, { clientId });
      tokens.push(((await minted.json()) as { token: string }).token);
    }
    const [builder = '', admin = ''] = tokens;
    const bot = `/api/public/bot/${botId}`;
    const all = '{"includeTraceId":true,"includeLatency":"true"}';
    for (const [method, vendorPath, auth, body] of [
      ['POST', `${bot}/getMessagesV2`, builder, all],
      ['POST', `${bot}/getMessages`, builder, '{"callId":"call-1"}'],
      ['POST', `/api/public/stream/${botId}/getMessages`, builder, '{}'],
      ['POST', '/api/public/getMessages', admin, '{}'],
      ['GET', `${bot}/getMessagesV2?userId=u-1`, builder, undefined],
      ['GET', `${bot}/getMessages?userId=u-1`, builder, undefined],
      ['GET', `/api/public/stream/${botId}/getMessages?userId=u-1`, builder, undefined],
    ] as const) {
      const response = await emulator.request(vendorPath, {
        method,
        headers: { auth },
        ...(body === undefined ? {} : { body }),
      });
      await check(method, vendorPath, response);
      expect(((await response.json()) as { total: number }).total).toBe(9);
    }
    const refused = await emulator.request(`${bot}/getMessages`, { headers: { auth: builder } });
    await check('GET', `${bot}/getMessages`, refused);
    expect(refused.status).toBe(412);
  });

  test.each([
    [{}, true],
    [{ limit: 5, skip: '3', tags: { and: [{ name: 'a', values: ['b'], type: 'user' }] } }, true],
    [{ sessionId: 's1' }, true],
    [{ limit: 0 }, false],
    [{ limit: 1.5 }, false],
    [{ sessionType: 'interactiv' }, false],
  ])('a body %j is valid by it: %s', (body, isValid) => {
    const { operation } = api.find('POST', '/api/public/getSessions');
    const schema = operation.requestBody?.content['application/json']?.schema ?? {};

    expect(api.complaint(schema, body) === undefined).toBe(isValid);
  });
});

test('every operation has answered', () => {
  const succeeded = api.operations.filter((name) =>
    [...answered].some((each) => each.startsWith(`${name} 2`)),
  );

  expect(succeeded).toEqual(api.operations);
});
