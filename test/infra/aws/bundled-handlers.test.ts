import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../../infra/aws/project.ts';
import { sampleRow } from '../../contract/support/rows.ts';
import { seriesOf } from '../../lambda/embedded-metrics.ts';
import { type Backend, startBackend } from '../../support/api-gateway/backend.ts';
import { loadFunctions } from '../../support/api-gateway/functions.ts';
import { createGateway, type EventVersion, eventVersions } from '../../support/api-gateway/gateway.ts';
import { httpApiEvent } from '../../support/api-gateway/http-api-event.ts';
import { gatewayRequestId } from '../../support/api-gateway/request.ts';
import { loaded } from '../../support/loaded-files.ts';
import { type Bundles, buildBundles } from './bundle.ts';

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

type Ask = (path: string, init?: RequestInit) => Promise<Answer>;

const now = '2023-05-20T00:00:00.000Z';

let bundles: Bundles;
let backend: Backend;
let call: Record<EventVersion, Ask>;
let bot: { botId: string };
let builder: { clientId: string; clientSecret: string };
let admin: { clientId: string; clientSecret: string };

async function askOf(version: EventVersion): Promise<Ask> {
  const paths = { getSessions: bundles['get-sessions'].path, control: bundles.control.path };
  const gateway = createGateway(version, await loadFunctions(paths));
  return async (path, init) => {
    const response = await gateway(path, { method: 'POST', ...init });
    const text = await response.text();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const token = ({ clientId, clientSecret }: typeof builder): Promise<string> =>
  new SignJWT({ appId: clientId })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(clientSecret));

beforeAll(async () => {
  backend = await startBackend();
  for (const [name, value] of Object.entries(backend.variables)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);

  bundles = await buildBundles();
  const bearer = { authorization: `Bearer ${backend.controlKey}` };
  call = { v1: await askOf('v1'), v2: await askOf('v2') };
  const created = await call.v2('/_emulator/accounts', {
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
  const imported = await call.v2(`/_emulator/accounts/${account.accountId}/sessions`, {
    headers: bearer,
    body: JSON.stringify([{ ...sampleRow, botId: bot.botId }]),
  });
  expect(imported.body).toEqual({ written: 1, replaced: 0, rejected: [], settled: true });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  bundles?.remove();
  await backend?.close();
});

const found = () => ({ total: 1, moreAvailable: false, sessions: [{ ...sampleRow, botId: bot.botId }] });
const nothing = { total: 0, moreAvailable: false, sessions: [] };

describe.each(eventVersions)('the functions as they are deployed, asked with events %s', (version) => {
  const ask: Ask = (path, init) => call[version](path, init);

  describe('get-sessions', () => {
    it('answers the bot route, without a body', async () => {
      const answer = await ask(`/api/public/bot/${bot.botId}/getSessions`, {
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
        ask(`/api/public/getSessions?containmentType=${containmentType}`, {
          headers: { auth: await token(admin) },
          body: JSON.stringify({ limit: 10 }),
        });
      expect((await post('selfService')).body).toEqual(found());
      expect((await post('agent')).body).toEqual(nothing);
    });

    it('reads a body whatever its content type says', async () => {
      for (const type of ['application/json', 'application/octet-stream', 'text/plain']) {
        const answer = await ask(`/api/public/bot/${bot.botId}/getSessions`, {
          headers: { auth: await token(builder), 'content-type': type },
          body: JSON.stringify({ userId: 'nobody' }),
        });
        expect(answer).toMatchObject({ status: 200, body: nothing });
      }
    });

    it('sees a query parameter that is given twice', async () => {
      const twice = 'containmentType=selfService&containmentType=selfService';
      const answer = await ask(`/api/public/bot/${bot.botId}/getSessions?${twice}`, {
        headers: { auth: await token(builder) },
      });
      expect(answer.status).toBe(412);
      expect(answer.headers['x-emulator-reason']).toMatch(/^query_parameter_invalid: /);
    });

    it.each(['GET', 'HEAD'])('refuses %s in the vendor’s words', async (method) => {
      const answer = await ask('/api/public/getSessions', { method });
      expect(answer.status).toBe(405);
      if (method === 'GET') {
        expect(answer.body).toEqual({ errors: [{ msg: 'Method Not Allowed', code: 405 }] });
      }
    });

    it.each(['a%23b', 'a%5Cb', 'a%20b', '%C3%A4', 'a;b', "a'b"])(
      'looks for the bot that a path names by %s',
      async (id) => {
        const answer = await ask(`/api/public/bot/${id}/getSessions`, {
          headers: { auth: await token(admin) },
        });
        expect(answer).toMatchObject({
          status: 400,
          headers: { 'x-emulator-reason': expect.stringMatching(/^bot_unknown: /) },
          body: { errors: [{ msg: 'Invalid StreamId', code: 400 }] },
        });
      },
    );

    it('refuses a caller without a token', async () => {
      const answer = await ask('/api/public/getSessions');
      expect(answer).toMatchObject({
        status: 401,
        body: { errors: [{ msg: 'Invalid SDK credentials', code: 4002 }] },
      });
    });

    it('logs a request as one line with metrics, ids and the reason, without the token', async () => {
      const lines: string[] = [];
      vi.mocked(process.stdout.write).mockImplementation((text) => lines.push(String(text)) > 0);
      const auth = await token(builder);
      await ask(`/api/public/bot/${bot.botId}/getSessions`, { headers: { auth }, body: '[]' });
      vi.mocked(process.stdout.write).mockImplementation(() => true);

      expect(lines).toHaveLength(1);
      const line: Parameters<typeof seriesOf>[0] = JSON.parse(lines[0] ?? '');
      expect(line).toMatchObject({
        level: 'INFO',
        requestId: 'lambda-request-id',
        apiGatewayRequestId: gatewayRequestId,
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

  it('names the lines of the sources where a function fails', async () => {
    const lines: string[] = [];
    vi.mocked(process.stdout.write).mockImplementation((text) => lines.push(String(text)) > 0);
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    const answer = await ask('/api/public/getSessions', { headers: { auth: await token(builder) } });
    vi.stubEnv('AWS_ACCESS_KEY_ID', backend.variables['AWS_ACCESS_KEY_ID']);
    vi.mocked(process.stdout.write).mockImplementation(() => true);

    expect(answer.status).toBe(500);
    const { message }: { message: { error: { stack: string } } } = JSON.parse(lines[0] ?? '');
    const { stack } = message.error;
    const frames = [...stack.matchAll(/[( ]((?:functions|node_modules)\/\S+):(\d+):\d+\)?$/gm)];
    const named = frames.map(([, file = '', line]) => ({
      file,
      source: readFileSync(join(projectRoot, file), 'utf8').split('\n')[Number(line) - 1],
    }));
    expect(named).toHaveLength(stack.match(/^ {4}at /gm)?.length ?? 0);
    expect(named[0]?.source).toContain('throw new CredentialsProviderError(');
    expect(named).toContainEqual({
      file: 'functions/store/table/table.ts',
      source: expect.stringContaining('await this.#client.send('),
    });
  });

  describe('control', () => {
    it('tells its health without a key', async () => {
      const answer = await ask('/_emulator/health', { method: 'GET' });
      expect(answer).toMatchObject({ status: 200, body: { engine: 'dynamodb', ready: true } });
    });

    it('finds the console beside it', async () => {
      expect(await ask('/_emulator/console/', { method: 'HEAD' })).toMatchObject({ status: 200 });
    });

    it('refuses a wrong key', async () => {
      const answer = await ask('/_emulator/accounts', {
        headers: { authorization: 'Bearer wrong' },
        body: '{}',
      });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    });
  });
});

describe('a function that has just been started', () => {
  /** The largest that what it loads for its first answer may be, bytes. */
  const largest = { 'get-sessions': 314 * 1024, control: 545 * 1024 };

  it.each(['get-sessions', 'control'] as const)('%s loads little for its first answer', async (name) => {
    const [method, path] =
      name === 'control'
        ? ['GET', '/_emulator/health']
        : ['POST', `/api/public/bot/${bot.botId}/getSessions`];
    const headers: [string, string][] = [['auth', await token(builder)]];
    const body = method === 'GET' ? new Uint8Array() : Buffer.from('{"limit":10}');
    const event = httpApiEvent({ method, path, query: '', headers, body });
    const { files, builtins, read } = await loaded(bundles[name].path, event, backend.variables);

    expect(files).toContain(bundles[name].path);
    expect(sum(files.map((file) => statSync(file).size))).toBeLessThanOrEqual(largest[name]);
    // Node's classes of web standards take as long to load as a third of the function; the others come with what is
    // imported of Node by name, and some milliseconds are in them together.
    const web = builtins.filter((builtin) => /undici$|readablestream$/.test(builtin));
    const unused = builtins.filter((builtin) => /zlib$|parse_args$|mime$|process\/report$/.test(builtin));
    // The SDK looks in two files for what it is not told.
    if (name === 'get-sessions') expect([...web, ...unused, ...read]).toEqual([]);
    else expect(web).not.toEqual([]);
  });

  // Whichever version of Node this is: Lambda's makes its classes of web standards for whoever imports that.
  it.each(['get-sessions', 'control'] as const)('%s imports no node:http', (name) => {
    const folder = dirname(bundles[name].path);
    const parts = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
    const importing = parts.filter((file) =>
      /(?:\bfrom|\bimport\(?)\s*"(?:node:)?http"/.test(readFileSync(join(folder, file), 'utf8')),
    );
    expect(importing).toEqual([]);
  });
});
