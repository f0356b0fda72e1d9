import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AccountView } from './support/account.ts';
import { found, readAnswer, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { now } from './support/rows.ts';

const emulator = useEmulator();
const { stringify } = JSON;

const call = async (method: string, path: string, body?: unknown) =>
  readAnswer(await emulator.control(method, path, body));

async function create(input: Record<string, unknown>) {
  const answer = await call('POST', '/accounts', { expiresInSeconds: 3600, ...input });
  const { accountId } = answer.body as Partial<AccountView>;
  if (answer.status === 201 && accountId !== undefined) emulator.removeLater(accountId);
  return answer;
}

describe('making an account', () => {
  it('[emulator] nothing given makes one bot, one builder app and one admin app', async () => {
    const response = await emulator.control('POST', '/accounts');
    const view = (await response.json()) as AccountView;
    emulator.removeLater(view.accountId);
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
    expect(view).toMatchObject({
      accountId: expect.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      clock: { mode: 'real', now: expect.any(String) },
      bots: [{ botId: expect.stringMatching(new RegExp(`^st-${uuid}$`)), name: expect.any(String) }],
      apps: [
        {
          kind: 'builder',
          clientId: expect.stringMatching(new RegExp(`^cs-${uuid}$`)),
          clientSecret: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
          bots: [{ botId: view.bots[0]?.botId, scopes: ['bot_sessions:read', 'chat_history:read'] }],
        },
        { kind: 'admin', scopes: ['bot_sessions:read', 'chat_history:read'] },
      ],
    });
    expect(view.bots).toHaveLength(1);
    expect(view.apps).toHaveLength(2);
    expect(view.apps.some((app) => 'jwePublicKey' in app)).toBe(false);
  });

  it('[emulator] what is given is kept, and read back as it was answered', async () => {
    const accountId = `contract-${crypto.randomUUID()}`;
    const apps = [
      {
        kind: 'builder',
        clientId: `cs-${accountId}`,
        clientSecret: 'a secret',
        name: 'Reporting',
        algorithms: ['HS256', 'HS512'],
        enforceJti: true,
        enforceJwe: false,
        bots: [{ botId: 'st-1', scopes: ['bot_sessions:read', 'other'] }],
      },
      { kind: 'admin', clientId: `cs-${accountId}-admin`, name: 'Console', scopes: [] },
    ];
    const bots = [
      { botId: 'st-1', name: 'One' },
      { botId: 'st-2', name: 'Two' },
    ];
    const clock = { mode: 'frozen', now };
    const answer = await create({ accountId, bots, apps, clock, settings: { defaultLimit: 7 } });
    expect(answer).toMatchObject({
      status: 201,
      body: { accountId, bots, apps, clock, settings: { defaultLimit: 7, maxLimit: 10_000 } },
    });
    expect((answer.body as AccountView).bots).toEqual(bots);
    expect(await call('GET', `/accounts/${accountId}`)).toEqual({ ...answer, status: 200 });
  });

  it('[emulator] an account that is never to expire does not', async () => {
    const { status, body } = await create({ expiresInSeconds: null });
    expect(status).toBe(201);
    expect(body).not.toHaveProperty('expiresAt');
  });

  it('[emulator] an app that enforces JWE shows the public key to encrypt to', async () => {
    const account = await emulator.createAccount({ apps: [{ kind: 'admin', enforceJwe: true }] });
    expect(account.app(0).jwePublicKey).toMatch(
      /^-----BEGIN PUBLIC KEY-----\n[^-]+-----END PUBLIC KEY-----\n$/,
    );
  });

  it('[emulator] an id in use: 409, and the account that has it stays as it is', async () => {
    const account = await emulator.createAccount();
    expect(await create({ accountId: account.accountId, bots: [] })).toEqual(problem(409, 'account_exists'));
    expect(await account.ask()).toEqual(found([]));
  });

  it('[emulator] a client id in use: 409, and nothing is left of the account that asked', async () => {
    const account = await emulator.createAccount();
    const { clientId } = account.appOf('builder');
    const accountId = `contract-${crypto.randomUUID()}`;
    const apps = [
      { kind: 'admin', clientId: `cs-${accountId}` },
      { kind: 'admin', clientId },
    ];
    expect(await create({ accountId, apps })).toEqual(problem(409, 'client_id_taken'));
    expect(await call('GET', `/accounts/${accountId}`)).toEqual(problem(404, 'account_not_found'));
    expect(await account.ask()).toEqual(found([]));
    // The client id that was free before is free again.
    expect(await create({ accountId, apps: apps.slice(0, 1) })).toMatchObject({ status: 201 });
  });

  const { publicKey: weakKey } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

  it.each<[string[], unknown]>([
    [['accountid'], { accountid: 'x' }],
    [['x', 'y'], { x: 1, y: 2 }],
    [['accountId'], { accountId: 'with a blank' }],
    [['accountId'], { accountId: 'x'.repeat(65) }],
    [['accountId'], { accountId: 5 }],
    [['bots'], { bots: {} }],
    [['bots.0.botId'], { bots: [{ botId: 'a/b' }] }],
    [['bots.0.id'], { bots: [{ id: 'st-1' }] }],
    [['bots.1.botId'], { bots: [{ botId: 'st-1' }, { botId: 'st-1' }] }],
    [['bots.0.name'], { bots: [{ botId: 'st-1', name: 'half \ud83d' }] }],
    [['apps.0.name'], { apps: [{ kind: 'admin', name: '\udc00' }] }],
    [['apps.0.scopes.0'], { apps: [{ kind: 'admin', scopes: ['\ud800'] }] }],
    [['apps.0.clientSecret'], { apps: [{ kind: 'admin', clientSecret: `${'x'.repeat(20)}\ud800` }] }],
    [['settings.errors.internal.msg'], { settings: { errors: { internal: { msg: '\ud800' } } } }],
    [['settings.messagesIcon'], { settings: { messagesIcon: '\ud800' } }],
    [['apps.0.kind'], { apps: [{}] }],
    [['apps.0.kind'], { apps: [{ kind: 'user' }] }],
    [['apps.0.secret'], { apps: [{ kind: 'admin', secret: 'x' }] }],
    [['apps.0.clientId'], { apps: [{ kind: 'admin', clientId: 'a b' }] }],
    [['apps.0.algorithms.0'], { apps: [{ kind: 'admin', algorithms: ['none'] }] }],
    [['apps.0.algorithms'], { apps: [{ kind: 'admin', algorithms: [] }] }],
    [['apps.0.publicKey'], { apps: [{ kind: 'admin', algorithms: ['RS256'] }] }],
    [['apps.0.publicKey'], { apps: [{ kind: 'admin', algorithms: ['RS256'], publicKey: 'no PEM' }] }],
    [['apps.0.publicKey'], { apps: [{ kind: 'admin', algorithms: ['RS256'], publicKey: weakKey }] }],
    [['apps.0.bots.0'], { bots: [], apps: [{ kind: 'builder', bots: ['st-1'] }] }],
    [['clock.now'], { clock: { mode: 'frozen' } }],
    [['clock.now'], { clock: { mode: 'frozen', now: 'soon' } }],
    [['clock.by'], { clock: { mode: 'offset', by: '15 minutes' } }],
    [['clock.mode'], { clock: { mode: 'stopped' } }],
    [['settings.defaultLimit'], { settings: { defaultLimit: 0 } }],
    [['settings.defaultlimit'], { settings: { defaultlimit: 5 } }],
    [['settings.errors.validation.status'], { settings: { errors: { validation: { status: 200 } } } }],
    [['expiresInSeconds'], { expiresInSeconds: 0 }],
    [['expiresInSeconds'], { expiresInSeconds: '60' }],
  ])('[emulator] not valid, 400, and the fields are named: %j', async (fields, input) => {
    const answer = await create(input as Record<string, unknown>);
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual(fields);
  });

  it('[emulator] a body that is no JSON, no object or too large', async () => {
    for (const text of ['{', 'x', '{"accountId":}']) {
      expect(await call('POST', '/accounts', text)).toEqual(problem(400, 'body_not_json'));
    }
    for (const text of ['[]', 'null', '5', '"x"']) {
      expect(await call('POST', '/accounts', text)).toEqual(problem(400, 'invalid_request'));
    }
    const large = await call('POST', '/accounts', stringify({ accountId: 'x'.repeat(5_000_000) }));
    // API Gateway and Lambda have limits of their own.
    if (emulator.isBehindGateway) expect(large.status).toBe(413);
    else expect(large).toEqual(problem(413, 'body_too_large'));
    // The rest of the body must not be in the way of what follows on the connection.
    for (const _ of ['once', 'twice', 'thrice']) {
      expect(await call('GET', '/accounts/acc-none')).toEqual(problem(404, 'account_not_found'));
    }
  });
});

describe('what is larger than can be kept', () => {
  const scopes = Array.from({ length: 50 }, (_, number) => `${number}`.padEnd(128, 's'));
  const bots = Array.from({ length: 100 }, (_, number) => ({ botId: `st-${number}` }));
  const app = { kind: 'builder', bots: bots.map(({ botId }) => ({ botId, scopes })) };

  it('[emulator] an app: refused, not failed, and nothing is left of it', async () => {
    const accountId = `contract-${crypto.randomUUID()}`;
    expect([400, 413]).toContain((await create({ accountId, bots, apps: [app] })).status);
    expect(await call('GET', `/accounts/${accountId}`)).toEqual(problem(404, 'account_not_found'));
    const account = await emulator.createAccount({ bots });
    expect([400, 413]).toContain((await account.call('POST', '/apps', app)).status);
    expect(await account.ask()).toEqual(found([]));
  });
});

describe('changing and removing an account', () => {
  it('[emulator] PATCH changes what is named', async () => {
    const account = await emulator.createAccount();
    const path = `/accounts/${account.accountId}`;
    const before = (await call('GET', path)).body as Record<string, unknown>;
    const changed = await call('PATCH', path, { settings: { maxLimit: 5 } });
    expect(changed).toMatchObject({ status: 200 });
    expect(changed.body).toEqual({ ...before, settings: { ...account.settings, maxLimit: 5 } });
    expect((await call('GET', path)).body).toEqual(changed.body);

    const refusal = await call('PATCH', path, { bots: [] });
    expect(refusal).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(refusal)).toEqual(['bots']);
  });

  it('[emulator] DELETE removes it with all it holds, and is safe to repeat', async () => {
    const account = await emulator.createAccount();
    const path = `/accounts/${account.accountId}`;
    for (const _ of ['once', 'again']) {
      const response = await emulator.control('DELETE', path);
      expect({ status: response.status, body: await response.text() }).toEqual({ status: 204, body: '' });
    }
    expect(await call('GET', path)).toEqual(problem(404, 'account_not_found'));
    expect(await account.ask()).toEqual(refused('invalidCredentials', 'client_unknown'));
  });

  it('[emulator] an id that was removed can be used again, and holds nothing of before', async () => {
    const accountId = `contract-${crypto.randomUUID()}`;
    const input = {
      accountId,
      bots: [{ botId: 'st-1' }],
      apps: [{ kind: 'builder', clientId: `cs-${accountId}`, clientSecret: 'the same' }],
    };
    const first = await emulator.createAccount(input);
    await first.importRows([{ sessionId: 's-1', botId: 'st-1', userId: 'u-1', start_time: now }]);
    expect((await first.ask()).body).toMatchObject({ total: 1 });
    await emulator.control('DELETE', `/accounts/${accountId}`);
    const second = await emulator.createAccount(input);
    expect(await second.ask()).toEqual(found([]));
    expect((await second.ask({ body: { sessionId: 's-1' } })).body).toMatchObject({ total: 0 });
  });

  it.each([
    ['GET', ''],
    ['PATCH', ''],
    ['POST', '/bots'],
    ['POST', '/sessions'],
    ['GET', '/clock'],
    ['POST', '/apps'],
    ['PUT', '/clock'],
  ])('[emulator] %s %s of an unknown account: 404', async (method, path) => {
    const bodies: Record<string, unknown> = {
      '/sessions': [],
      '/apps': { kind: 'admin' },
      '/clock': { mode: 'real' },
    };
    const body = method === 'GET' ? undefined : (bodies[path] ?? {});
    expect(await call(method, `/accounts/acc-none${path}`, body)).toEqual(problem(404, 'account_not_found'));
  });

  it.each([
    ['65 characters', 'x'.repeat(65)],
    ['3,000 characters', 'x'.repeat(3000)],
    ['a blank', '%20'],
    ['broken percent-encoding', '%zz'],
    ['a zero byte', '%00'],
    ['a number sign', 'a%23b'],
    ['an emoji', '%F0%9F%98%80'],
  ])('[emulator] %s: the id of no account, 404, and removing it 204', async (_, accountId) => {
    const path = `/accounts/${accountId}`;
    const notFound = problem(404, 'account_not_found');
    const answer = await call('GET', path);
    if (emulator.isGatewayRefusal(answer.status, answer.contentType)) return;
    expect(answer).toEqual(notFound);
    expect(await call('PATCH', path, {})).toEqual(notFound);
    expect(await call('PUT', `${path}/clock`, { mode: 'real' })).toEqual(notFound);
    expect(await call('POST', `${path}/sessions`, [])).toEqual(notFound);
    expect(await call('DELETE', path)).toMatchObject({ status: 204 });
  });

  it('[emulator] an unknown path: 404', async () => {
    for (const path of ['', '/', '/nonsense', '/accounts/x/y/z', '/Accounts']) {
      expect(await call('GET', path)).toEqual(problem(404, 'not_found'));
    }
  });
});
