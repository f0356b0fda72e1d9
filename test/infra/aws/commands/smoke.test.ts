import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Emulator, startEmulator } from '../../../support/emulator.ts';
import { useCommands } from './use-commands.ts';

const commands = useCommands();
const url = 'https://smoke.example';
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

/** Answers instead of the emulator where it gives something. */
let spoil: (path: string, method: string) => Response | undefined = () => undefined;

beforeEach(() => {
  commands.aws.world.parameters = {
    '/kore-sessions-emulator/dev/url': url,
    '/kore-sessions-emulator/dev/control-key-secret': 'the-secret',
  };
  commands.aws.world.secrets = { 'the-secret': emulator.controlKey };
  spoil = () => undefined;
  vi.stubGlobal('fetch', async (target: string, init: RequestInit = {}) => {
    const path = target.slice(url.length);
    return spoil(path, init.method ?? 'GET') ?? emulator.request(target, init);
  });
});
afterEach(() => vi.unstubAllGlobals());

async function accounts(): Promise<unknown> {
  const headers = { authorization: `Bearer ${emulator.controlKey}` };
  return (await emulator.request(`${url}/_emulator/accounts`, { headers })).json();
}

const smoke = () => commands.run(['smoke', '--env', 'dev']);

it('puts a session in, gets it out, and leaves nothing behind', async () => {
  expect(await smoke()).toEqual({
    code: 0,
    complaints: [],
    cdk: [],
    printed: [
      expect.stringMatching(/^health: version \d/),
      'a session in, a session out: as it was',
      'account removed',
    ],
  });
  expect(await accounts()).toMatchObject({ accounts: [] });
});

it('says what an unhealthy deployment answers', async () => {
  spoil = (path) =>
    path === '/_emulator/health' ? Response.json({ ready: false }, { status: 503 }) : undefined;
  const { code, complaints } = await smoke();
  expect(code).toBe(1);
  expect(complaints).toEqual([
    expect.stringMatching(/^GET https:\/\/smoke\.example\/_emulator\/health gave 503, but 200/),
  ]);
});

it.each<[string, () => Response]>([
  [
    'a refusal',
    () =>
      Response.json({ errors: [] }, { status: 500, headers: { 'x-emulator-reason': 'store_unavailable' } }),
  ],
  ['no session', () => Response.json({ total: 0, moreAvailable: false, sessions: [] })],
  [
    'another session',
    () => Response.json({ total: 1, moreAvailable: false, sessions: [{ sessionId: 'x' }] }),
  ],
  ['what is no JSON', () => new Response('Internal Server Error')],
])('fails on %s, and leaves nothing behind then either', async (_, response) => {
  spoil = (path) => (path.endsWith('/getSessions') ? response() : undefined);
  const { code, complaints, printed } = await smoke();
  expect(code).toBe(1);
  expect(complaints).toEqual([
    expect.stringMatching(/^POST https:\/\/smoke\.example\/api\/public\/bot\/.* gave /),
  ]);
  expect(printed.at(-1)).toBe('account removed');
  expect(await accounts()).toMatchObject({ accounts: [] });
});

const noJson = () => new Response('<html>\n  Sign in\n</html>');

it.each<[string, (path: string) => boolean, number, () => Response, string]>([
  ['health', (path) => path.endsWith('/health'), 200, noJson, 'JSON is expected'],
  [
    'health without a version',
    (path) => path.endsWith('/health'),
    200,
    () => Response.json({}),
    'JSON with version is expected',
  ],
  [
    'a new account',
    (path) => path.endsWith('/accounts'),
    201,
    () => new Response('<html>', { status: 201 }),
    'JSON is expected',
  ],
  ['an import', (path) => path.endsWith('/sessions'), 200, noJson, 'JSON is expected'],
  ['a token', (path) => path.endsWith('/tokens'), 200, () => Response.json(null), 'JSON is expected'],
])('says so where another than the emulator answers: %s', async (_, isSpoilt, status, response, expected) => {
  spoil = (path) => (isSpoilt(path) ? response() : undefined);
  const { code, complaints } = await smoke();
  expect(code).toBe(1);
  expect(complaints).toEqual([expect.stringContaining(` gave ${status}, but ${expected}: `)]);
  expect(complaints.join()).not.toContain('\n');
  spoil = () => undefined;
  expect(await accounts()).toMatchObject({ accounts: [] });
});

it('says both where the test fails and its account cannot be removed', async () => {
  spoil = (path, method) => {
    if (path.endsWith('/getSessions')) return Response.json({ total: 0, moreAvailable: false, sessions: [] });
    return method === 'DELETE' ? new Response('no', { status: 403 }) : undefined;
  };
  const { code, complaints, printed } = await smoke();
  expect(code).toBe(1);
  expect(complaints).toEqual([
    expect.stringMatching(
      /getSessions gave 200, but the session that was imported is expected: .* And its account could not be removed, .*: DELETE https:.* gave 403, but 204 is expected/,
    ),
  ]);
  expect(printed).not.toContain('account removed');
});

it('asks again where a removal takes longer than one call, and says so where it does not end', async () => {
  let calls = 0;
  spoil = (_, method) =>
    method === 'DELETE' && ++calls < 3 ? new Response('{}', { status: 202 }) : undefined;
  expect((await smoke()).code).toBe(0);
  spoil = (_, method) => (method === 'DELETE' ? new Response('{}', { status: 202 }) : undefined);
  const { code, complaints } = await smoke();
  expect(code).toBe(1);
  expect(complaints).toEqual([expect.stringMatching(/^The account acc-\w+ is not gone after 5 calls/)]);
});

it('says so where nothing answers at the URL, and where the key is another', async () => {
  commands.aws.world.secrets = { 'the-secret': 'another-key' };
  expect((await smoke()).complaints).toEqual([
    expect.stringMatching(/\/accounts gave 401, but 201 is expected/),
  ]);
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND smoke.example') });
  });
  const { code, complaints } = await smoke();
  expect(code).toBe(1);
  expect(complaints).toEqual([expect.stringMatching(/^Nothing answers at .*ENOTFOUND/)]);
});
