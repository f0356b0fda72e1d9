import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LambdaEvent } from 'hono/aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemTime } from '../../../../functions/domain/time.ts';
import { AfterResponse } from '../../../../functions/lambda/after-response.ts';
import { createHandler } from '../../../../functions/lambda/handler.ts';
import { webAnswers } from '../../../../functions/lambda/web-answers.ts';
import { signIn } from '../../../../infra/aws/account/login.ts';
import { deploy } from '../../../../infra/aws/commands/deploy.ts';
import { smoke } from '../../../../infra/aws/commands/smoke.ts';
import { dev } from '../../../../infra/aws/environments/dev.ts';
import { defineEnvironment, type Environment } from '../../../../infra/aws/environments/index.ts';
import { invoker } from '../../../../infra/aws/invoke/invoker.ts';
import { type Emulator, startEmulator } from '../../../support/emulator.ts';
import { useCommands } from './use-commands.ts';

const commands = useCommands();
const url = 'https://abc-vpce-0a1b2c3d.execute-api.eu-central-1.amazonaws.com/live';
const limited: Exclude<Environment['exposure'], { kind: 'open' }>[] = [
  { kind: 'private', vpcEndpointIds: ['vpce-0a1b2c3d'] },
  { kind: 'protected', allowedNetworks: ['203.0.113.0/24'], requestsPer5Minutes: 100 },
];

let emulator: Emulator;
/** The functions that were invoked, in order. */
let invoked: string[];

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

beforeEach(() => {
  invoked = [];
  const app = { fetch: (request: Request) => emulator.request(request.url, request) };
  const handler = createHandler(webAnswers(app), new AfterResponse(systemTime));
  commands.aws.world.parameters = {
    '/cdk-bootstrap/hnb659fds/version': '30',
    '/kore-sessions-emulator/dev/url': url,
    '/kore-sessions-emulator/dev/control-key-secret': 'the-secret',
    '/kore-sessions-emulator/dev/functions/get-sessions': 'get-sessions-1',
    '/kore-sessions-emulator/dev/functions/control': 'control-1',
  };
  commands.aws.world.secrets = { 'the-secret': emulator.controlKey };
  commands.aws.world.logRole = 'arn:aws:iam::123456789012:role/logs';
  commands.aws.world.invoke = (name, event) => {
    invoked.push(name);
    return handler(event as LambdaEvent);
  };
});
afterEach(() => vi.unstubAllGlobals());

/** Where whatever is sent over the network is lost. */
function withoutNetwork(): void {
  vi.stubGlobal('fetch', async () => {
    throw new Error('there is no way there');
  });
}

describe.each(limited)('an environment that lets only its own networks in: $kind', (exposure) => {
  const environment = defineEnvironment({
    ...dev,
    exposure,
    seed: { accountId: `seeded-${exposure.kind}`, scenario: 'quiet' },
  });
  const effects = (printed: string[]) => ({
    cdk: async () => 0,
    print: (line: string) => void printed.push(line),
    resolveNs: async () => [],
    time: systemTime,
  });

  it('is smoked by its functions', async () => {
    withoutNetwork();
    const printed: string[] = [];
    await smoke({ environment, profile: undefined, rest: [] }, effects(printed));
    expect(printed.slice(1)).toEqual(['a session in, a session out: as it was', 'account removed']);
    expect(new Set(invoked)).toEqual(new Set(['control-1', 'get-sessions-1']));
  });

  it('is seeded by its functions', async () => {
    withoutNetwork();
    const printed: string[] = [];
    await deploy({ environment, profile: undefined, rest: [] }, effects(printed));
    expect(printed).toEqual([`seed: account seeded-${exposure.kind} with 30 sessions`]);
  });
});

describe('what is sent by lambda:Invoke', () => {
  const respond = async (basePath = '') =>
    invoker(await signIn({ environment: dev, profile: undefined }), 'dev', basePath);
  const echo = createHandler(
    webAnswers({
      fetch: async (request) => {
        const { pathname, searchParams } = new URL(request.url);
        return Response.json(
          {
            method: request.method,
            path: pathname,
            query: [...searchParams],
            own: request.headers.get('x-own'),
            body: Buffer.from(await request.arrayBuffer()).toString('base64'),
          },
          { status: 418, headers: { 'x-emulator-reason': 'teapot' } },
        );
      },
    }),
    new AfterResponse(systemTime),
  );

  it('arrives as it was: method, path, query string, headers and every byte of the body', async () => {
    commands.aws.world.invoke = (_, event) => echo(event as LambdaEvent);
    const body = Buffer.from([0, 255, 200, 10, 0x22]);
    const answer = await (await respond('/live'))(
      new Request('https://a.example/live/api/public/bot/st%201/getSessions?a=1&a=2&b=%20%26', {
        method: 'PUT',
        headers: { 'x-own': 'a, b;c="d"' },
        body,
      }),
    );
    expect([answer.status, answer.headers.get('x-emulator-reason')]).toEqual([418, 'teapot']);
    expect(await answer.json()).toEqual({
      method: 'PUT',
      path: '/api/public/bot/st%201/getSessions',
      query: [
        ['a', '1'],
        ['a', '2'],
        ['b', ' &'],
      ],
      own: 'a, b;c="d"',
      body: body.toString('base64'),
    });
  });

  it('that Lambda does not take is refused as API Gateway does', async () => {
    const big = new Request('https://a.example/', { method: 'POST', body: Buffer.alloc(5_000_000) });
    expect((await (await respond())(big)).status).toBe(413);
    expect(invoked).toEqual([]);
  });

  it('is answered with 502 where the function fails', async () => {
    commands.aws.world.invoke = async () => {
      throw new Error('out of memory');
    };
    const answer = await (await respond())(new Request('https://a.example/'));
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('out of memory');
  });

  it('needs an environment that is deployed', async () => {
    commands.aws.world.parameters = {};
    await expect(respond()).rejects.toThrow(/^dev is not deployed in account/);
  });
});

describe('npm run tunnel', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'emulator-tunnel-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const health = (file: string) => [
    process.execPath,
    '-e',
    `fetch(process.env.CONTRACT_URL + '/_emulator/health').then(async (answer) => require('fs').writeFileSync(${JSON.stringify(file)}, process.env.CONTRACT_URL + ' ' + answer.status))`,
  ];

  it('lets a command reach the functions at a URL of this machine, and is gone after it', async () => {
    const file = join(folder, 'answer');
    expect((await commands.run(['tunnel', '--env', 'dev', '--', ...health(file)])).complaints).toEqual([]);
    const [at = '', status] = readFileSync(file, 'utf8').split(' ');
    expect(status).toBe('200');
    expect(at).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(invoked).toEqual(['control-1']);
    await expect(fetch(at)).rejects.toThrow();
  });

  it('ends as the command does', async () => {
    const { code, complaints } = await commands.run([
      'tunnel',
      '--env',
      'dev',
      '--',
      process.execPath,
      '-e',
      'process.exit(3)',
    ]);
    expect(code).toBe(1);
    expect(complaints).toEqual([expect.stringMatching(/ ended with 3\.$/)]);
  });

  it('refuses what it does not know', async () => {
    const { code, complaints } = await commands.run(['tunnel', '--env', 'dev', '--port', '1']);
    expect(code).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(/^npm run tunnel takes --env NAME/)]);
  });
});
