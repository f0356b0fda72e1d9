import { describe, expect, test } from 'vitest';
import { ControlClient } from '../../../infra/client/client.ts';
import { NotReachedError, ProblemError, UnexpectedAnswerError } from '../../../infra/client/errors.ts';
import { exportSessions, pagesOf } from '../../../infra/client/pages.ts';
import { Failure } from '../../../infra/errors.ts';
import { ManualTime } from '../../support/manual-time.ts';

const url = 'http://emulator.example';
const clock = { mode: 'real', now: '2026-03-01T09:00:00.000Z' };

interface Sent {
  method: string | undefined;
  path: string;
  key: string | null;
  body: unknown;
}

/** A client of a server that gives these answers, one after the other. */
function clientOf(answers: readonly (Response | Error)[], time = new ManualTime()) {
  const sent: Sent[] = [];
  const left = [...answers];
  const client = new ControlClient({
    url: `${url}/`,
    controlKey: 'key',
    time,
    retries: { attempts: 3, pauseMs: 5_000 },
    fetch: async (address, { method, headers, body }) => {
      const key = new Headers(headers).get('authorization');
      sent.push({ method, path: address.slice(url.length), key, body });
      const answer = left.shift();
      if (answer instanceof Response) return answer;
      throw answer ?? new Error('nothing is left to answer');
    },
  });
  return { client, sent, time };
}

const failureOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a call', () => {
  test('goes to its path with the key, its parameters and its body', async () => {
    const { client, sent } = clientOf([Response.json(clock)]);

    expect(await client.call('setClock', { accountId: 'a b', body: { mode: 'real' } })).toEqual(clock);
    expect(sent).toEqual([
      {
        method: 'PUT',
        path: '/_emulator/accounts/a%20b/clock',
        key: 'Bearer key',
        body: '{"mode":"real"}',
      },
    ]);
  });

  test('of a removal tells whether it is over', async () => {
    const { client } = clientOf([
      Response.json({ removal: 'continues' }, { status: 202 }),
      new Response(null, { status: 204 }),
    ]);

    expect(await client.call('removeAccount', { accountId: 'a' })).toBe('continues');
    expect(await client.call('removeAccount', { accountId: 'a' })).toBe('done');
  });

  test('that is refused says what the emulator says, and is not repeated', async () => {
    const problem = {
      code: 'invalid_request',
      detail: 'Not valid: bots.',
      errors: [{ field: 'bots', message: 'must be an array' }],
    };
    const { client, sent } = clientOf([Response.json(problem, { status: 400 })]);

    const error = await failureOf(client.callUnchecked('createAccount', { body: { bots: 1 } }));

    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({
      message: 'Not valid: bots.\n  bots: must be an array',
      code: 'invalid_request',
      expected: '201',
      exitCode: 1,
      answer: { status: 400, method: 'POST', url: `${url}/_emulator/accounts` },
    });
    expect(sent).toHaveLength(1);
  });

  test.each<[string, Response, string]>([
    ['another status', Response.json({ detail: 'Not here' }, { status: 418 }), '200'],
    ['another form', Response.json({ mode: 'real' }), 'JSON with now'],
    ['no JSON', new Response('<html>\n Sign in'), 'JSON'],
  ])('that something else answers says so: %s', async (_, answer, expected) => {
    const { client } = clientOf([answer]);

    const error = await failureOf(client.call('getClock', { accountId: 'a' }));

    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(error).toMatchObject({ expected, exitCode: 3 });
    expect(String(error)).toContain(
      `GET ${url}/_emulator/accounts/a/clock gave ${answer.status}, but ${expected} is expected`,
    );
    expect(String(error)).not.toContain('\n');
  });
});

describe('a call that may succeed in a while', () => {
  test.each<[string, () => Response | Error]>([
    ['where nothing answers', () => new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })],
    ['where the gateway is not there yet', () => Response.json({ message: 'Forbidden' }, { status: 403 })],
    ['where the emulator cannot', () => Response.json({ code: 'account_busy', detail: '' }, { status: 503 })],
  ])('is made again after the pause: %s', async (_, answer) => {
    const { client, sent, time } = clientOf([answer(), Response.json(clock)]);

    const call = client.call('getClock', { accountId: 'a' });
    await time.advance(0);
    await time.advance(4_999);
    expect(sent).toHaveLength(1);
    await time.advance(1);

    expect(await call).toEqual(clock);
  });

  test('fails with the last failure once its attempts are over', async () => {
    const down = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    const { client, sent, time } = clientOf([down, down, down]);

    const failed = failureOf(client.call('getClock', { accountId: 'a' }));
    await time.advance(0);
    await time.advance(10_000);

    expect(await failed).toBeInstanceOf(NotReachedError);
    expect(await failed).toMatchObject({ why: 'connect ECONNREFUSED', exitCode: 3 });
    expect(sent).toHaveLength(3);
  });
});

test('an answer that does not come is not waited for longer than the timeout', async () => {
  const time = new ManualTime();
  const client = new ControlClient({
    url,
    controlKey: 'key',
    time,
    timeoutMs: 35_000,
    fetch: (_, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  });

  const failed = failureOf(client.call('getHealth', {}));
  await time.advance(35_000);

  expect(String(await failed)).toContain(
    `Nothing answers at ${url}/_emulator/health: no answer within 35 seconds.`,
  );
  expect(time.waiting).toBe(0);
});

test('pages are asked for as long as there is a next one', async () => {
  const { client, sent } = clientOf([
    Response.json({ accounts: [{ accountId: 'a' }], next: 'c/1' }),
    Response.json({ accounts: [{ accountId: 'b' }] }),
  ]);

  const ids: string[] = [];
  for await (const { accounts } of pagesOf(client, 'listAccounts', { query: { limit: 1 } })) {
    ids.push(...accounts.map(({ accountId }) => accountId));
  }

  expect(ids).toEqual(['a', 'b']);
  expect(sent.map(({ path }) => path)).toEqual([
    '/_emulator/accounts?limit=1',
    '/_emulator/accounts?limit=1&cursor=c%2F1',
  ]);
});

test('an export follows the links of its pages', async () => {
  const headers = { 'content-type': 'application/x-ndjson' };
  const link = '<?cursor=2>; rel="next"';
  const { client, sent } = clientOf([
    new Response('{"n":1}\n', { headers: { ...headers, link } }),
    new Response('{"n":2}\n', { headers }),
  ]);

  const texts: string[] = [];
  for await (const text of exportSessions(client, 'x')) texts.push(text);

  expect(texts).toEqual(['{"n":1}\n', '{"n":2}\n']);
  expect(sent.map(({ path }) => path)).toEqual([
    '/_emulator/accounts/x/sessions',
    '/_emulator/accounts/x/sessions?cursor=2',
  ]);
});
