import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDocumentClient } from '../../../functions/store/store.ts';
import { type Engine, startEmbeddedEngine } from '../../../infra/local/engine.ts';
import { ensureTable } from '../../../infra/local/table.ts';
import { seriesOf } from '../../lambda/embedded-metrics.ts';
import { type Bundles, buildBundles } from './bundle.ts';
import { type EventParts, httpEvent } from './http-event.ts';

type Handler = (
  event: APIGatewayProxyEventV2,
  context: { awsRequestId: string },
) => Promise<APIGatewayProxyStructuredResultV2>;

interface Answer {
  status: number | undefined;
  headers: Record<string, unknown>;
  body: unknown;
}

const tableName = 'bundled';
const controlKey = 'the-control-key';
const now = '2023-05-20T00:00:00.000Z';
const row = {
  sessionId: '6465cf6e4769ed4e822b82a1',
  channel: 'rtm',
  userId: 'u-8c4ca335-3152-5622-9cbb-51c6daf6c12f',
  start_time: '2023-05-18T07:10:38.695Z',
  end_time: '2023-05-18T07:10:39.201Z',
  session_lang: ['en'],
  sessionType: 'interactive',
  isDeveloper: false,
  sessionStatus: 'closed',
  tags: { userTags: [], sessionTags: [] },
  noOfMessagesExchanged: 3,
  noOfTasksExecuted: 1,
  containmentType: 'selfService',
};

let bundles: Bundles;
let engine: Engine;
let secrets: Server;
let call: Record<'getSessions' | 'control', (parts: EventParts) => Promise<Answer>>;
let bot: { botId: string };
let builder: { clientId: string; clientSecret: string };
let admin: { clientId: string; clientSecret: string };

/** Answers GetSecretValue as Secrets Manager does; the function's own client asks it. */
async function startSecrets(): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ Name: 'control-key', SecretString: controlKey }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function load(path: string): Promise<(parts: EventParts) => Promise<Answer>> {
  const { handler } = (await import(pathToFileURL(path).href)) as { handler: Handler };
  return async (parts) => {
    const { statusCode, headers = {}, body = '', isBase64Encoded } = await handler(httpEvent(parts), context);
    expect(isBase64Encoded).toBe(false);
    return { status: statusCode, headers, body: body === '' ? undefined : JSON.parse(body) };
  };
}

const token = ({ clientId, clientSecret }: typeof builder): Promise<string> =>
  new SignJWT({ appId: clientId })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(clientSecret));

const context = { awsRequestId: 'lambda-request-id' };

const bearer = { authorization: `Bearer ${controlKey}` };

beforeAll(async () => {
  engine = await startEmbeddedEngine();
  secrets = await startSecrets();
  const client = createDocumentClient(engine.clientConfig);
  await ensureTable(client, tableName);
  client.destroy();
  vi.stubEnv('TABLE_NAME', tableName);
  vi.stubEnv('ENVIRONMENT_NAME', 'test');
  vi.stubEnv('CONTROL_KEY_SECRET_ID', 'control-key');
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', String(engine.clientConfig.endpoint));
  vi.stubEnv(
    'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    `http://127.0.0.1:${(secrets.address() as AddressInfo).port}`,
  );
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);

  bundles = await buildBundles();
  call = {
    getSessions: await load(bundles['get-sessions'].path),
    control: await load(bundles.control.path),
  };
  const created = await call.control({
    path: '/_emulator/accounts',
    headers: bearer,
    body: JSON.stringify({ clock: { mode: 'frozen', now } }),
  });
  expect(created.status).toBe(201);
  const account = created.body as {
    accountId: string;
    bots: (typeof bot)[];
    apps: (typeof builder & { kind: string })[];
  };
  [bot = bot] = account.bots;
  builder = account.apps.find(({ kind }) => kind === 'builder') ?? builder;
  admin = account.apps.find(({ kind }) => kind === 'admin') ?? admin;
  const imported = await call.control({
    path: `/_emulator/accounts/${account.accountId}/sessions`,
    headers: bearer,
    body: JSON.stringify([{ ...row, botId: bot.botId }]),
  });
  expect(imported.body).toEqual({ written: 1, replaced: 0, rejected: [], settled: true });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  bundles?.remove();
  secrets?.close();
  await engine?.close();
});

const found = () => ({ total: 1, moreAvailable: false, sessions: [{ ...row, botId: bot.botId }] });
const nothing = { total: 0, moreAvailable: false, sessions: [] };

describe('the get-sessions function as it is deployed', () => {
  it('answers the bot route, without a body', async () => {
    const answer = await call.getSessions({
      path: `/api/public/bot/${bot.botId}/getSessions`,
      headers: { auth: await token(builder), 'content-type': 'application/json' },
    });
    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: found(),
    });
  });

  it('answers the account route, with query and body', async () => {
    const post = async (containmentType: string) =>
      call.getSessions({
        path: '/api/public/getSessions',
        query: `containmentType=${containmentType}`,
        headers: { auth: await token(admin) },
        body: JSON.stringify({ limit: 10 }),
      });
    expect((await post('selfService')).body).toEqual(found());
    expect((await post('agent')).body).toEqual(nothing);
  });

  it('reads a body in base64', async () => {
    const answer = await call.getSessions({
      path: `/api/public/bot/${bot.botId}/getSessions`,
      headers: { auth: await token(builder) },
      body: Buffer.from(JSON.stringify({ userId: 'nobody' })).toString('base64'),
      isBase64Encoded: true,
    });
    expect(answer).toMatchObject({ status: 200, body: nothing });
  });

  it('reads headers in any case', async () => {
    const answer = await call.getSessions({
      path: `/api/public/bot/${bot.botId}/getSessions`,
      headers: { Auth: await token(builder), 'Content-Type': 'application/json' },
    });
    expect(answer.body).toEqual(found());
  });

  it('sees a query parameter that is given twice', async () => {
    const answer = await call.getSessions({
      path: `/api/public/bot/${bot.botId}/getSessions`,
      query: 'containmentType=selfService&containmentType=selfService',
      headers: { auth: await token(builder) },
    });
    expect(answer.status).toBe(412);
    expect(answer.headers['x-emulator-reason']).toMatch(/^query_parameter_invalid: /);
  });

  it.each(['GET', 'HEAD'])('refuses %s with a body in the vendor’s words', async (method) => {
    const answer = await call.getSessions({ method, path: '/api/public/getSessions', body: '{}' });
    expect(answer.status).toBe(405);
    if (method === 'GET') expect(answer.body).toEqual({ errors: [{ msg: 'Method Not Allowed', code: 405 }] });
  });

  it.each(['a?b', 'a#b', 'a\\b', 'a b', '%', 'ä'])(
    'looks for the bot %s that a decoded path names',
    async (id) => {
      const answer = await call.getSessions({
        path: `/api/public/bot/${id}/getSessions`,
        headers: { auth: await token(admin) },
      });
      expect(answer).toMatchObject({
        status: 400,
        body: { errors: [{ msg: 'Invalid StreamId', code: 400 }] },
      });
    },
  );

  it('refuses a caller without a token', async () => {
    const answer = await call.getSessions({ path: '/api/public/getSessions' });
    expect(answer).toMatchObject({
      status: 401,
      body: { errors: [{ msg: 'Invalid SDK credentials', code: 4002 }] },
    });
  });

  it('logs a request as one line with metrics, ids and the reason, without the token', async () => {
    const lines: string[] = [];
    vi.mocked(process.stdout.write).mockImplementation((text) => lines.push(String(text)) > 0);
    const auth = await token(builder);
    const path = `/api/public/bot/${bot.botId}/getSessions`;
    await call.getSessions({ path, headers: { auth }, body: '[]' });
    vi.mocked(process.stdout.write).mockImplementation(() => true);

    expect(lines).toHaveLength(1);
    const line: Parameters<typeof seriesOf>[0] = JSON.parse(lines[0] ?? '');
    expect(line).toMatchObject({
      level: 'INFO',
      requestId: 'lambda-request-id',
      apiGatewayRequestId: 'JKJaXmPLvHcESHA=',
      message: { status: 412, clientId: builder.clientId, reason: { code: 'body_not_an_object' } },
    });
    expect(seriesOf(line)).toMatchObject({
      'Requests Environment=test Route=bot Status=412': 1,
      'Requests Environment=test Reason=body_not_an_object': 1,
      'SlicesRead Environment=test Route=bot': 0,
    });
    expect(lines[0]).not.toContain(auth.split('.')[2]);
  });
});

describe('the control function as it is deployed', () => {
  it('tells its health without a key', async () => {
    const answer = await call.control({ method: 'GET', path: '/_emulator/health' });
    expect(answer).toMatchObject({ status: 200, body: { engine: 'dynamodb', ready: true } });
  });

  it('refuses a wrong key', async () => {
    const answer = await call.control({
      path: '/_emulator/accounts',
      headers: { authorization: 'Bearer wrong' },
      body: '{}',
    });
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });
});
