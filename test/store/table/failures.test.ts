import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hurriedTime } from '../../support/manual-time.ts';
import { control } from '../control.ts';
import { type Instance, type SharedTable, startSharedTable } from '../instances.ts';
import { type Command, type Interceptor, isBatchGet, isCall, readsIndex } from '../intercept.ts';

const detail = 'arn:aws:dynamodb:eu-central-1:123456789012:table/private';

/** A failure as the SDK throws it. */
function sdkError(name: string, extra: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(`details of ${detail}`), { name, $metadata: { attempts: 3 }, ...extra });
}

const failures: [string, () => Error][] = [
  ['throttling', () => sdkError('ThrottlingException', { $fault: 'client' })],
  ['throughput used up', () => sdkError('ProvisionedThroughputExceededException', { $fault: 'client' })],
  ['a fault inside DynamoDB', () => sdkError('InternalServerError', { $fault: 'server' })],
  ['access denied', () => sdkError('AccessDeniedException', { $fault: 'client' })],
  ['no table', () => sdkError('ResourceNotFoundException', { $fault: 'client' })],
  ['a call that timed out', () => sdkError('TimeoutError')],
  ['a connection reset', () => sdkError('Error', { code: 'ECONNRESET' })],
  [
    'nobody listening',
    () =>
      Object.assign(new Error(`connect ECONNREFUSED ${detail}`), {
        code: 'ECONNREFUSED',
        syscall: 'connect',
      }),
  ],
];

const calls: [string, (command: Command) => boolean][] = [
  ['the app', (command) => isCall(command, 'Get')],
  ['the account', (command) => isCall(command, 'Query') && !readsIndex(command)],
  ['the index', readsIndex],
  ['the rows', isBatchGet],
  ['the token id', (command) => isCall(command, 'Put')],
];

let table: SharedTable;

beforeAll(async () => {
  table = await startSharedTable(Date.now, { time: hurriedTime() });
  const plain = table.startInstance();
  const account = await control<{ accountId: string }>(plain, 'POST', '/accounts', {
    bots: [{ botId: 'st-1' }],
    apps: [{ kind: 'builder', clientId: 'cs-1', clientSecret: 'a secret', enforceJti: true }],
    settings: { journal: false },
  });
  await control(plain, 'POST', `/accounts/${account.accountId}/sessions`, [
    {
      sessionId: 's1',
      botId: 'st-1',
      userId: 'u-1',
      start_time: new Date(Date.now() - 60_000).toISOString(),
    },
  ]);
});
afterAll(() => table.close());

let tokens = 0;
async function ask(instance: Instance): Promise<Response> {
  const token = await new SignJWT({ appId: 'cs-1', jti: `jti-${++tokens}` })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('10m')
    .sign(new TextEncoder().encode('a secret'));
  return instance.request('/api/public/bot/st-1/getSessions', { method: 'POST', headers: { auth: token } });
}

async function expectFailure(response: Response, code: string): Promise<void> {
  const reason = response.headers.get('x-emulator-reason') ?? '';
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('{"errors":[{"msg":"Internal Server Error","code":500}]}');
  expect(reason).toMatch(new RegExp(`^${code}: `));
  expect(reason).not.toContain(detail);
}

function failing(matches: (command: Command) => boolean, error: () => Error): Interceptor {
  return async (command, send) => {
    if (matches(command)) throw error();
    return send(command);
  };
}

test('without a failure the request is answered', async () => {
  const response = await ask(table.startInstance());
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ total: 1 });
});

describe.each(failures)('%s', (_what, error) => {
  test.each(calls)('on reading %s is a fault inside the service', async (_call, matches) => {
    const instance = table.startInstance(failing(matches, error));
    await expectFailure(await ask(instance), 'store_unavailable');
    expect(instance.log).toMatchObject([
      {
        status: 500,
        reason: { code: 'store_unavailable' },
        error: { message: expect.stringContaining(detail) },
      },
    ]);
  });

  test('is a 503 of the control API', async () => {
    const instance = table.startInstance(failing(() => true, error));
    const response = await instance.request('/_emulator/accounts/acc-1', {
      headers: { authorization: 'Bearer test-control-key' },
    });
    const text = await response.text();
    expect(response.status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ status: 503, code: 'store_unavailable' });
    expect(text).not.toContain(detail);
    expect(instance.errors).toHaveLength(1);
  });

  test('makes the emulator not ready', async () => {
    const instance = table.startInstance(failing(() => true, error));
    const response = await instance.request('/_emulator/health');
    const text = await response.text();
    expect(response.status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ ready: false });
    expect(text).not.toContain(detail);
  });
});

test('rows that DynamoDB never hands out are a failure of the store, not an answer without them', async () => {
  const instance = table.startInstance(async (command, send) =>
    isBatchGet(command) ? { UnprocessedKeys: command.input['RequestItems'] } : send(command),
  );
  await expectFailure(await ask(instance), 'store_unavailable');
});

test.each([
  ['a call that DynamoDB finds malformed', () => sdkError('ValidationException', { $fault: 'client' })],
  ['a mistake of this program', () => new TypeError(`cannot read properties of ${detail}`)],
])("%s is the emulator's own failure, and says no more", async (_what, error) => {
  const instance = table.startInstance(failing(readsIndex, error));
  await expectFailure(await ask(instance), 'internal_error');
  expect(instance.log).toMatchObject([
    { error: { message: expect.stringContaining(detail), stack: expect.any(String) } },
  ]);
});

test('a failure passes: the next request is answered', async () => {
  let left = 1;
  const instance = table.startInstance(async (command, send) => {
    if (readsIndex(command) && left-- > 0) throw sdkError('ThrottlingException');
    return send(command);
  });
  expect((await ask(instance)).status).toBe(500);
  expect((await ask(instance)).status).toBe(200);
});

test('an engine that is gone is a failure of the store', async () => {
  const gone = await startSharedTable();
  const instance = gone.startInstance();
  await gone.engine.close();
  await expectFailure(await ask(instance), 'store_unavailable');
  await gone.close();
});
