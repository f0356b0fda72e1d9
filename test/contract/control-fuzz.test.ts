import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { anyCharacter } from '../support/any-character.ts';
import { assertAtLeast } from '../support/time-box.ts';
import type { Account } from './support/account.ts';
import { found, readAnswer } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import type { Problem } from './support/problem.ts';
import { makeRow, minutesAgo, now, sessionIdOf, upTo } from './support/rows.ts';
import { answersOf, exportAll } from './support/sessions.ts';

const emulator = useEmulator();
const bots = [{ botId: 'st-1' }, { botId: 'st-2' }];
let account: Account;
let witness: Account;

beforeAll(async () => {
  [account, witness] = [await emulator.createAccount({ bots }), await emulator.createAccount({ bots })];
  for (const each of [account, witness]) {
    await each.importRows(upTo(12).map((number) => makeRow('st-1', number)));
    await each.control('PUT', '/snapshots/s-1');
  }
});

/** All that an account shows of itself. */
async function stateOf(of: Account): Promise<unknown[]> {
  const parts = ['', '/clock', '/faults', '/snapshots'].map(
    async (path) => (await of.call('GET', path)).body,
  );
  return [...(await Promise.all(parts)), await exportAll(emulator, of), await answersOf(of)];
}

interface Call {
  method: string;
  path: string;
  body?: string | Uint8Array<ArrayBuffer> | undefined;
  headers?: Record<string, string>;
}

const problemKeys = ['type', 'title', 'status', 'code', 'detail'];

function expectProblem(status: number, body: Problem): void {
  expect(Object.keys(body)).toEqual('errors' in body ? [...problemKeys, 'errors'] : problemKeys);
  expect(body).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status,
    code: expect.stringMatching(/^[a-z_]+$/),
    detail: expect.stringMatching(/./),
  });
  for (const error of body.errors ?? []) {
    expect(error).toEqual({ field: expect.any(String), message: expect.stringMatching(/./) });
  }
}

/** Every answer to someone with the key: JSON, NDJSON or nothing, or problem details; never a failure. */
async function expectDocumentedShape({ method, path, body, headers }: Call): Promise<void> {
  const response = await emulator.request(`/_emulator${path}`, {
    method,
    headers: { authorization: `Bearer ${emulator.controlKey}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const { status, contentType, body: answer } = await readAnswer(response);
  expect(status).toBeLessThan(500);
  if (emulator.isGatewayRefusal(status, contentType)) return;
  if (status === 204) {
    expect(answer).toBe('');
  } else if (status >= 400) {
    expect(contentType).toMatch(/^application\/problem\+json/);
    expectProblem(status, answer as Problem);
  } else if (method === 'GET' && /\/sessions(\?|$)/.test(path)) {
    expect(contentType).toMatch(/^application\/x-ndjson/);
  } else {
    expect(contentType).toMatch(/^application\/json/);
    expect(answer).toEqual(expect.any(Object));
    const { accountId } = answer as { accountId?: unknown };
    if (status === 201 && typeof accountId === 'string') emulator.removeLater(accountId);
  }
}

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    1e308,
    -1e308,
    1e-308,
    2 ** 53,
    -1,
    0.5,
    '',
    '\u0000',
    '\ud800',
    '__proto__',
    null,
  ),
  fc.constantFrom<unknown>({ constructor: 1 }, { toString: null }, [[[[[[]]]]]], { length: 9 }),
  fc.string({ unit: anyCharacter, maxLength: 300 }),
);
/** Mostly what belongs there. */
const mostly = <T>(likely: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 14, arbitrary: likely as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd });

/** An object with the first of these fields, some of the others, and now and then one that nobody knows. */
function shaped(
  first: Record<string, fc.Arbitrary<unknown>>,
  others: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<unknown> {
  const fields = Object.entries({ ...first, ...others }).map(
    ([name, value]) => [name, mostly(value)] as const,
  );
  const known = fc.record(Object.fromEntries(fields), { requiredKeys: Object.keys(first) });
  const unknown = fc.dictionary(fc.string(), odd, { maxKeys: 1 });
  return fc.oneof(
    { weight: 9, arbitrary: known },
    { weight: 1, arbitrary: fc.tuple(known, unknown).map(([body, more]) => ({ ...body, ...more })) },
  );
}

/** An object with some of these fields. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>) => shaped({}, fields);

const id = fc.constantFrom('st-1', 'st-2', 'st-9', 'a b', '__proto__');
const time = fc.oneof(
  fc.constantFrom(now, '2026-03-10', minutesAgo(5), '0000-01-01', '9999-12-31T23:59:59.999Z', '2026-02-30'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const small = fc.integer({ min: -1, max: 20 });
const duration = fc.constantFrom('PT1M', '-P1D', 'P36500D', 'P999999999999D', 'PT', '1h');
const containmentType = fc.constantFrom('agent', 'dropOff', 'selfService', 'Agent');
const weights = fc.dictionary(fc.constantFrom('agent', 'sms', 'interactive', 'constructor', 'x'), small);

const clock = fc.oneof(
  some({ mode: fc.constantFrom('real', 'frozen', 'offset', 'still'), now: time, by: duration }),
  fc.record({ mode: fc.constant('offset'), by: duration }),
  fc.record({ mode: fc.constant('frozen'), now: time }),
  shaped({ advance: duration }),
);
const effect = fc.oneof(
  fc.record({ error: fc.constantFrom('internal', 'rateLimitHour', 'nothing') }),
  fc.record({ error: shaped({ status: fc.integer({ min: 199, max: 600 }), body: odd }) }),
  fc.record({ delay: small }),
  fc.record({ truncate: small }),
  fc.constantFrom({ malformed: true }, { reset: true }, {}),
);
const match = some({ route: fc.constantFrom('bot', 'account', 'x'), botId: id, containmentType });
const rules = fc.array(shaped({ effect }, { match, times: small, after: small }), { maxLength: 4 });
const settings = some({
  maxLimit: small,
  journal: fc.boolean(),
  clockSkewSeconds: small,
  sessionTagsMaxAgeDays: fc.oneof(small, fc.constant(null)),
  errors: fc.record({ internal: some({ status: fc.integer(), msg: fc.string(), code: fc.integer() }) }),
});
const rateLimit = fc.oneof(
  fc.constantFrom('off', 'vendor', 'on'),
  shaped({ perMinute: small, perHour: small }),
);
// Long enough to outlive the test.
const expiresInSeconds = fc.constantFrom<unknown>(3600, 7200, -1, 1e300, '60');
const tag = shaped({ name: fc.string(), value: fc.string(), altText: fc.string() });
const row = fc.oneof(
  shaped(
    {
      sessionId: fc.integer({ min: 1, max: 30 }).map(sessionIdOf),
      botId: id,
      userId: fc.string({ unit: anyCharacter, minLength: 1 }),
      start_time: time,
    },
    {
      end_time: time,
      session_lang: fc.array(fc.string(), { maxLength: 2 }),
      isDeveloper: fc.boolean(),
      containmentType,
      tags: some({ userTags: fc.array(tag, { maxLength: 2 }), sessionTags: fc.array(tag, { maxLength: 2 }) }),
      noOfMessagesExchanged: fc.nat(),
      identities: fc.array(fc.string(), { maxLength: 2 }),
    },
  ),
  fc.integer({ min: 1, max: 30 }).map((number) => makeRow('st-2', number)),
);
const rows = fc.oneof(
  fc.array(row, { maxLength: 5 }),
  fc.array(row, { maxLength: 5 }).map((sessions) => ({ total: 1, sessions })),
);
const generation = fc.oneof(
  some({
    seed: fc.string(),
    bots: fc.array(id, { maxLength: 3 }),
    bot: id,
    count: small,
    perDay: small,
    from: time,
    to: time,
    shape: fc.constantFrom<unknown>('flat', 'business', { hours: [1], weekdays: [] }),
    mix: some({ containmentType: weights, sessionType: weights, channel: weights, language: weights }),
    tags: some({
      session: fc.dictionary(fc.string(), fc.array(fc.string(), { maxLength: 2 })),
      userShare: small,
    }),
    users: some({ count: small, identified: fc.double() }),
    medianDurationMs: small,
    active: small,
    ties: some({ instants: small, perBot: small }),
    edges: fc.array(time, { maxLength: 2 }),
    offset: small,
    limit: small,
  }),
  fc.record({ count: small, seed: fc.nat() }),
  some({ scenario: fc.constantFrom('quiet', 'edges', 'empty', 'none'), limit: small, offset: small }),
);
const bot = some({ botId: fc.stringMatching(/^[a-z]{8}$/), name: fc.string() });
const app = shaped(
  { kind: fc.constantFrom('builder', 'admin', 'user') },
  {
    clientId: fc.stringMatching(/^contract-[a-z0-9]{12}$/),
    clientSecret: fc.string(),
    algorithms: fc.array(fc.constantFrom('HS256', 'RS256', 'none'), { maxLength: 2 }),
    publicKey: fc.string(),
    enforceJti: fc.boolean(),
    bots: fc.array(id, { maxLength: 2 }),
    scopes: fc.array(fc.string(), { maxLength: 2 }),
  },
);
const token = shaped(
  { clientId: fc.constant(0).map(() => account.app(0).clientId) },
  {
    expiresIn: fc.oneof(small, duration),
    claims: fc.dictionary(fc.constantFrom('exp', 'nbf', 'jti', 'iss', 'appId', '__proto__', 'x'), odd),
    flaw: fc.constantFrom('expired', 'algNone', 'noClientId', 'jtiMissing', 'encrypted', 'none'),
  },
);

const deep = (depth: number) => [
  '['.repeat(depth) + ']'.repeat(depth),
  `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
  `[{"match":${'['.repeat(depth)}${']'.repeat(depth)},"effect":{"error":"internal"}}]`,
  `{"seed":${'{"sessions":'.repeat(depth)}1${'}'.repeat(depth)}}`,
];
const rawBody: fc.Arbitrary<NonNullable<Call['body']>> = fc.oneof(
  fc.json(),
  fc.constantFrom(...deep(50), ...deep(20_000), '', '{', 'null', '"', '\ufeff{}', '1e999', '{"a":1,"a":2}'),
  fc.string({ unit: anyCharacter }),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => new Uint8Array(bytes)),
);
const bodyOf = (likely: fc.Arbitrary<unknown>): fc.Arbitrary<NonNullable<Call['body']>> =>
  fc.oneof(
    { weight: 6, arbitrary: likely.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: rawBody },
  );

const search = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  {
    weight: 4,
    arbitrary: fc
      .dictionary(
        fc.constantFrom('limit', 'cursor', 'from', 'to', 'status', 'route', 'botId', 'clientId', 'sessionId'),
        fc.oneof(time, id, small.map(String), fc.string({ unit: anyCharacter })),
        { maxKeys: 3 },
      )
      .map((parameters) => `?${new URLSearchParams(parameters)}`),
  },
  { weight: 1, arbitrary: fc.webQueryParameters().map((text) => `?${text}`) },
);
const snapshot = fc.oneof(fc.constantFrom('s-1', 's-2', '%20', '__proto__', '%zz'), fc.webSegment());
const one = (path: string) => fc.constant(path);

// What a call is: its method, the path below the account, and what its body is like.
const calls: [string, fc.Arbitrary<string>, fc.Arbitrary<unknown>?][] = [
  ['GET', one('')],
  ['PATCH', one(''), some({ settings, rateLimit, expiresInSeconds })],
  ['PATCH', one(''), fc.record({ settings: fc.record({ maxLimit: small }), rateLimit })],
  ['POST', one('/bots'), bot],
  ['POST', one('/apps'), fc.oneof(app, fc.record({ kind: fc.constantFrom('builder', 'admin') }))],
  ['POST', one('/sessions'), rows],
  ['GET', search.map((text) => `/sessions${text}`)],
  ['DELETE', search.map((text) => `/sessions${text}`)],
  ['POST', one('/sessions/generate'), generation],
  ['POST', one('/reset'), some({ to: fc.constantFrom('seed', 'empty') })],
  ['GET', one('/snapshots')],
  ['PUT', snapshot.map((name) => `/snapshots/${name}`), fc.constant({})],
  ['POST', snapshot.map((name) => `/snapshots/${name}/restore`), fc.constant({})],
  ['DELETE', snapshot.map((name) => `/snapshots/${name}`)],
  ['GET', one('/clock')],
  ['PUT', one('/clock'), clock],
  ['GET', one('/faults')],
  ['PUT', one('/faults'), rules],
  ['DELETE', one('/faults')],
  ['GET', search.map((text) => `/requests${text}`)],
  ['DELETE', one('/requests')],
  ['POST', one('/tokens'), token],
];

const below = (path: string) => `/accounts/${account.accountId}${path}`;
const likelyCall: fc.Arbitrary<Call> = fc.oneof(
  ...calls.map(([method, path, body]) =>
    fc.record({
      method: fc.constant(method),
      path: path.map(below),
      body: body ? bodyOf(body) : fc.constant(undefined),
    }),
  ),
);
/** Any method on any path below the account, but for removing it. */
const hostileCall: fc.Arbitrary<Call> = fc
  .record({
    method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
    path: fc.oneof(
      ...calls.map(([, path]) => path),
      fc.webPath().filter((path) => !path.split('/').some((part) => /^(\.|%2e){1,2}$/i.test(part))),
    ),
    body: fc.oneof(rawBody, bodyOf(fc.oneof(rules, rows, clock, token))),
    headers: fc.constantFrom<Record<string, string>>(
      {},
      { 'content-type': 'text/plain' },
      { 'content-encoding': 'gzip' },
      { 'content-encoding': 'br' },
    ),
  })
  .filter(({ method, path }) => !(method === 'DELETE' && /^\/?([?#]|$)/.test(path)))
  .map((call) => ({ ...call, path: below(call.path) }));
/** Accounts that are made, and most often refused. */
const newAccount: fc.Arbitrary<Call> = bodyOf(
  some({
    bots: fc.array(bot, { maxLength: 2 }),
    apps: fc.array(app, { maxLength: 2 }),
    clock,
    settings,
    rateLimit,
    seed: fc.oneof(generation, rows, fc.constantFrom('quiet', 'empty', 'none')),
  }),
).map((body) => ({ method: 'POST', path: '/accounts', body }));

describe('any call of the control API', () => {
  it('[emulator] is answered in a documented shape, never with a failure; another account never changes', async () => {
    const before = await stateOf(witness);
    const call = fc.oneof(
      { weight: 8, arbitrary: likelyCall },
      { weight: 3, arbitrary: hostileCall },
      { weight: 1, arbitrary: newAccount },
    );
    // A deployment is further away; the other targets have tried more by then.
    const numRuns = emulator.kind === 'url' ? 100 : 400;
    await assertAtLeast(1, fc.asyncProperty(call, expectDocumentedShape), {
      numRuns,
      ms: 15_000,
    });
    expect(await stateOf(witness)).toEqual(before);
    // The other is as good as ever once it is told to be.
    await account.control('PATCH', '', { rateLimit: 'off' });
    await account.control('POST', '/reset', { to: 'empty' });
    for (const route of bothRoutes) expect(await account.ask({ route })).toEqual(found([]));
  });
});
