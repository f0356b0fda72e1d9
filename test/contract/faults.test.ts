import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { found, invalidField, jsonType, refused } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { readJournal } from './support/journal.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, type Row } from './support/rows.ts';
import type { VendorErrorName } from './support/vendor-errors.ts';

const emulator = useEmulator();
const tag = { name: 'city', value: 'Zürich' };
const row: Row = makeRow('st-1', 1, { tags: { userTags: [], sessionTags: [tag] } });
const good = found([row]);
const internal = refused('internal', 'fault_injected');
let account: Account;

beforeAll(async () => {
  account = await emulator.createAccount({
    bots: [{ botId: 'st-1' }, { botId: 'st-2' }],
    apps: [{ kind: 'builder' }, { kind: 'admin' }, { kind: 'builder', bots: ['st-1'] }],
  });
  await account.importRows([row]);
});

/** The statuses of so many requests, one after the other. */
async function statuses(count: number): Promise<number[]> {
  const seen: number[] = [];
  for (let done = 0; done < count; done++) seen.push((await account.ask()).status);
  return seen;
}

describe('an error by its name', () => {
  const names: Record<string, VendorErrorName> = {
    invalidCredentials: 'invalidCredentials',
    unacceptableToken: 'invalidCredentials',
    notAJwt: 'notAJwt',
    jtiReplayed: 'jtiReplayed',
    jtiExpiryTooFar: 'jtiExpiryTooFar',
    scopeNotGranted: 'incorrectScope',
    builderOnAccountRoute: 'incorrectScope',
    botNotLinked: 'invalidCredentials',
    unknownBot: 'unknownBot',
    methodNotAllowed: 'methodNotAllowed',
    notFound: 'notFound',
    improperPayload: 'improperPayload',
    validation: 'validation',
    windowTooLong: 'windowTooLong',
    rateLimitMinute: 'rateLimitMinute',
    rateLimitHour: 'rateLimitHour',
    internal: 'internal',
  };

  it.each(Object.entries(names))('[emulator] %s', async (name, row) => {
    await account.setFaults({ effect: { error: name } });
    for (const route of bothRoutes)
      expect(await account.ask({ route })).toEqual(refused(row, 'fault_injected'));
  });

  it('[errors.internal] says what the account has set for this error', async () => {
    const own = await emulator.createAccount({ settings: { errors: { internal: { msg: 'Oh', code: 7 } } } });
    await own.setFaults({ effect: { error: 'internal' } });
    expect(await own.ask()).toEqual({
      status: 500,
      contentType: jsonType,
      reason: 'fault_injected',
      body: { errors: [{ msg: 'Oh', code: 7 }] },
    });
  });
});

describe('an error of the test', () => {
  it.each([
    [503, { any: ['JSON', 1, null, { deep: true }] }],
    [200, { sessions: 'none' }],
    [599, 'a text'],
    [418, null],
    [500, [1.5, -0.25, 1e21, 1e-30]],
    [502, { '': 1, é: '😀', constructor: 2 }],
  ])('[emulator] %i with the body %j', async (status, body) => {
    await account.setFaults({ effect: { error: { status, body } } });
    expect(await account.ask()).toEqual({ status, contentType: jsonType, reason: 'fault_injected', body });
  });

  it.each([204, 205, 304])(
    '[emulator] %i: a status without a body is answered or refused',
    async (status) => {
      const set = await account.call('PUT', '/faults', [{ effect: { error: { status, body: null } } }]);
      if (set.status !== 200) {
        expect(set).toEqual(problem(400, 'invalid_request'));
        return;
      }
      expect(await account.ask()).toMatchObject({ status, reason: 'fault_injected', body: '' });
    },
  );
});

describe('a spoilt answer', () => {
  it('[emulator] malformed: the status as it would be, the body no JSON', async () => {
    await account.setFaults({ effect: { malformed: true } });
    const answer = await account.ask();
    expect(answer).toMatchObject({ status: 200, contentType: jsonType, body: expect.any(String) });
    expect(await account.ask({ body: { limit: 0 } })).toMatchObject({ status: 412, body: answer.body });
  });

  it('[emulator] truncate: so many bytes of what it would be, within a character too', async () => {
    await account.call('DELETE', '/faults');
    const whole = Buffer.from(await (await account.send()).arrayBuffer());
    const withinCharacter = whole.indexOf('ü') + 1;
    for (const length of [0, 1, 20, withinCharacter, whole.length - 1, whole.length, whole.length + 1]) {
      await account.setFaults({ effect: { truncate: length } });
      const response = await account.send();
      expect(response.status).toBe(200);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(whole.subarray(0, length));
    }
    await account.setFaults({ effect: { truncate: 5 } });
    expect(await account.ask({ body: { limit: 0 } })).toMatchObject({ status: 412, body: '{"err' });
  });

  it('[emulator] delay: answered as it would be', async () => {
    await account.call('DELETE', '/requests');
    await account.setFaults({ effect: { delay: 3 } }, { effect: { delay: 2 } });
    expect(await account.ask()).toEqual(good);
    const [entry] = await readJournal(emulator, account, 1);
    expect(entry).toMatchObject({
      status: 200,
      total: 1,
      faults: [
        { rule: 0, effect: { delay: 3 } },
        { rule: 1, effect: { delay: 2 } },
      ],
    });
  });

  it('[emulator] reset: the connection breaks; refused where no connection can be broken', async () => {
    const set = await account.call('PUT', '/faults', [{ times: 1, effect: { reset: true } }]);
    if (emulator.kind === 'in-process') expect(set.status).toBe(400);
    if (emulator.kind === 'local-server') expect(set.status).toBe(200);
    if (set.status === 200) {
      await expect(account.ask()).rejects.toThrow();
      expect(await account.ask()).toEqual(good);
    } else {
      expect(set).toEqual(problem(400, 'invalid_request'));
      expect(fieldsOf(set)).toEqual(['0.effect.reset']);
    }
  });
});

describe('how often a rule strikes', () => {
  const effect = { error: 'internal' };

  it('[emulator] times: the first so many matching requests', async () => {
    await account.setFaults({ times: 2, effect });
    expect(await statuses(4)).toEqual([500, 500, 200, 200]);
  });

  it('[emulator] after: so many pass before', async () => {
    await account.setFaults({ after: 2, effect });
    expect(await statuses(4)).toEqual([200, 200, 500, 500]);
    await account.setFaults({ after: 1, times: 2, effect });
    expect(await statuses(5)).toEqual([200, 500, 500, 200, 200]);
  });

  it('[emulator] many at once: exactly so many', async () => {
    await account.setFaults({ after: 3, times: 4, effect });
    const answers = await Promise.all(Array.from({ length: 12 }, () => account.ask()));
    expect(answers.filter(({ status }) => status === 500)).toHaveLength(4);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(8);
  });

  it('[emulator] a new PUT counts anew, the same rules too', async () => {
    await account.setFaults({ times: 1, effect });
    expect(await statuses(2)).toEqual([500, 200]);
    await account.setFaults({ times: 1, effect });
    expect(await statuses(2)).toEqual([500, 200]);
  });

  it('[emulator] other changes of the account leave the counts alone', async () => {
    await account.setFaults({ times: 2, effect });
    expect(await statuses(1)).toEqual([500]);
    await account.change({ maxLimit: 9_999 });
    await account.setClock({ advance: 'PT0S' });
    await account.importRows([row]);
    expect(await statuses(2)).toEqual([500, 200]);
  });

  it('[emulator] only requests that match are counted', async () => {
    await account.setFaults({ match: { containmentType: 'agent' }, after: 1, times: 1, effect });
    expect(await statuses(3)).toEqual([200, 200, 200]);
    const query = 'containmentType=agent';
    expect(await account.ask({ query })).toEqual(found([]));
    expect(await account.ask({ query })).toEqual(internal);
    expect(await account.ask({ query })).toEqual(found([]));
  });

  it('[emulator] requests without a good token, scope or bot are neither struck nor counted', async () => {
    await account.setFaults({ times: 1, effect });
    expect(await account.ask({ token: 'no token' })).toEqual(refused('notAJwt', 'auth_header_not_a_jwt'));
    const forged = { ...account.appOf('builder'), clientSecret: 'a secret that the app does not have' };
    expect(await account.ask({ app: forged })).toMatchObject({ reason: 'signature_invalid' });
    expect(await account.ask({ botId: 'st-9' })).toMatchObject({ reason: 'bot_not_linked' });
    expect(await account.ask({ app: account.app(2), route: 'account' })).toMatchObject({
      reason: 'builder_app_on_account_route',
    });
    expect(await account.ask({ method: 'GET' })).toMatchObject({ reason: 'method_not_allowed' });
    expect(await statuses(2)).toEqual([500, 200]);
  });

  it('[emulator] before the body is looked at', async () => {
    await account.setFaults({ times: 1, effect });
    expect(await account.ask({ rawBody: '{' })).toEqual(internal);
    expect(await account.ask({ rawBody: '{' })).toEqual(refused('improperPayload', 'body_not_json'));
  });
});

describe('what a rule matches', () => {
  const effect = { error: 'internal' };
  const everyAsk = () => ({
    'bot 1, first builder': { botId: 'st-1' },
    'bot 1, second builder': { botId: 'st-1', app: account.app(2) },
    'bot 1, admin': { botId: 'st-1', app: account.appOf('admin') },
    'bot 1 as a stream': { route: 'stream' as const, botId: 'st-1' },
    'bot 2': { botId: 'st-2' },
    'bot 1, agent': { botId: 'st-1', query: 'containmentType=agent' },
    account: { route: 'account' as const },
    'account, agent': { route: 'account' as const, query: 'containmentType=agent' },
  });

  async function struckBy(match: Record<string, unknown>): Promise<string[]> {
    await account.setFaults({ match, effect });
    const struck: string[] = [];
    for (const [name, ask] of Object.entries(everyAsk())) {
      const { status } = await account.ask(ask);
      expect([200, 500]).toContain(status);
      if (status === 500) struck.push(name);
    }
    return struck;
  }

  it('[emulator] everything where nothing is given', async () => {
    expect(await struckBy({})).toEqual(Object.keys(everyAsk()));
  });

  it('[emulator] the route', async () => {
    expect(await struckBy({ route: 'account' })).toEqual(['account', 'account, agent']);
    expect(await struckBy({ route: 'bot' })).toEqual(Object.keys(everyAsk()).slice(0, 6));
  });

  it('[emulator] the bot', async () => {
    expect(await struckBy({ botId: 'st-2' })).toEqual(['bot 2']);
  });

  it('[emulator] the client', async () => {
    expect(await struckBy({ clientId: account.app(2).clientId })).toEqual(['bot 1, second builder']);
    expect(await struckBy({ clientId: account.appOf('admin').clientId })).toEqual([
      'bot 1, admin',
      'account',
      'account, agent',
    ]);
  });

  it('[emulator] the containment type', async () => {
    expect(await struckBy({ containmentType: 'agent' })).toEqual(['bot 1, agent', 'account, agent']);
  });

  it('[emulator] all that is given', async () => {
    expect(await struckBy({ route: 'account', containmentType: 'agent' })).toEqual(['account, agent']);
    expect(await struckBy({ botId: 'st-2', containmentType: 'agent' })).toEqual([]);
  });
});

describe('several rules', () => {
  it('[emulator] the first that decides the answer ends the search, and those behind it do not count', async () => {
    await account.setFaults(
      { match: { botId: 'st-2' }, effect: { error: 'notFound' } },
      { times: 1, effect: { error: 'rateLimitHour' } },
      { times: 2, effect: { error: 'validation' } },
      { effect: { error: 'internal' } },
    );
    expect(await statuses(5)).toEqual([429, 412, 412, 500, 500]);
    expect(await account.ask({ botId: 'st-2' })).toMatchObject({ status: 404 });
  });

  it('[emulator] none: nothing happens', async () => {
    await account.setFaults({ effect: { error: 'internal' } });
    await account.setFaults();
    expect(await account.ask()).toEqual(good);
    expect(await account.call('GET', '/faults')).toMatchObject({ status: 200, body: [] });
  });
});

describe('the list of rules', () => {
  it('[emulator] PUT takes the whole list and GET shows it; DELETE removes it', async () => {
    const rules = [
      { match: { botId: 'st-1' }, times: 2, after: 0, effect: { error: 'internal' } },
      { match: {}, after: 3, effect: { error: { status: 503, body: { a: [1] } } } },
    ];
    expect(await account.call('PUT', '/faults', rules)).toMatchObject({ status: 200, body: rules });
    expect(await account.call('GET', '/faults')).toMatchObject({ status: 200, body: rules });
    expect(await account.call('DELETE', '/faults')).toMatchObject({ status: 204, body: '' });
    expect(await account.call('DELETE', '/faults')).toMatchObject({ status: 204, body: '' });
    expect(await account.call('GET', '/faults')).toMatchObject({ status: 200, body: [] });
    expect(await account.ask()).toEqual(good);
  });

  const effect = { error: 'internal' };

  it.each<[string[], unknown]>([
    [['0.match.botId'], [{ match: { botId: 'st-9' }, effect }]],
    [['1.match.clientId'], [{ effect }, { match: { clientId: 'cs-unknown' }, effect }]],
    [['0.match.botId'], [{ match: { route: 'account', botId: 'st-1' }, effect }]],
    [['0.match.botid'], [{ match: { botid: 'st-1' }, effect }]],
    [['0.match.route'], [{ match: { route: 'stream' }, effect }]],
    [['0.match.containmentType'], [{ match: { containmentType: 'Agent' }, effect }]],
    [['0.match'], [{ match: null, effect }]],
    [['0.when'], [{ when: {}, effect }]],
    [['0.times'], [{ times: 0, effect }]],
    [['0.times'], [{ times: 1.5, effect }]],
    [['0.after'], [{ after: -1, effect }]],
    [['0.effect'], [{}]],
    [['0.effect'], [{ effect: {} }]],
    [['0.effect'], [{ effect: { error: 'Internal' } }]],
    [['0.effect.error.status'], [{ effect: { error: { status: 100, body: {} } } }]],
    [['0.effect'], [{ effect: { error: { status: 503 } } }]],
    [['0.effect.delay'], [{ effect: { delay: 0 } }]],
    [['0.effect.delay'], [{ effect: { delay: 20_001 } }]],
    [['0.effect'], [{ effect: { delay: '5' } }]],
    [['0.effect'], [{ effect: { malformed: false } }]],
    [['0.effect.truncate'], [{ effect: { truncate: -1 } }]],
    [['0.effect'], [{ effect: { malformed: true, truncate: 5 } }]],
    [[''], { effect }],
    [[''], Array.from({ length: 51 }, () => ({ effect }))],
  ])('[emulator] refused, the field is named, and what was set stays: %j in %j', async (fields, rules) => {
    await account.setFaults({ match: { botId: 'st-2' }, effect });
    const answer = await account.call('PUT', '/faults', rules);
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual(fields);
    expect(await account.call('GET', '/faults')).toMatchObject({ body: [{ match: { botId: 'st-2' } }] });
  });

  it('[emulator] the delays of all rules must not outlast a request', async () => {
    const answer = await account.call('PUT', '/faults', [
      { effect: { delay: 15_000 } },
      { effect: { delay: 15_000 } },
    ]);
    expect(answer).toEqual(problem(400, 'invalid_request'));
  });

  it.each([
    ['deep', `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`],
    ['larger than an account can hold', JSON.stringify('x'.repeat(900_000))],
  ])('[emulator] a body that is %s: refused, not failed', async (_, body) => {
    await account.setFaults();
    const rules = `[{"effect":{"error":{"status":503,"body":${body}}}}]`;
    expect([400, 413]).toContain((await account.call('PUT', '/faults', rules)).status);
    expect(await account.ask()).toEqual(good);
  });

  it.each(['1e308', '1e-300', '12345678901234567890'])(
    '[emulator] a body with the number %s: answered or refused, not failed',
    async (number) => {
      const rules = `[{"effect":{"error":{"status":503,"body":${number}}}}]`;
      const { status } = await account.call('PUT', '/faults', rules);
      expect([200, 400]).toContain(status);
      if (status === 200) expect(await account.ask()).toMatchObject({ status: 503, body: Number(number) });
    },
  );
});

describe('where faults do not reach', () => {
  it('[emulator] the control API is never touched', async () => {
    await account.setFaults({ effect: { error: 'internal' } });
    for (const path of ['', '/clock', '/faults', '/requests', '/sessions', '/snapshots']) {
      expect(await account.call('GET', path)).toMatchObject({ status: 200 });
    }
    expect((await emulator.request('/_emulator/health')).status).toBe(200);
    await account.importRows([row]);
  });

  it('[emulator] another account is never touched', async () => {
    const other = await emulator.createAccount({ bots: [{ botId: 'st-1' }] });
    await other.importRows([row]);
    await account.setFaults({ effect: { error: 'internal' } });
    expect(await other.ask()).toEqual(good);
    expect(await account.ask()).toEqual(internal);
  });

  it('[emulator] once they are removed: everything is as it was', async () => {
    await account.call('DELETE', '/faults');
    expect(await account.ask()).toEqual(good);
    expect(await account.ask({ body: { limit: 0 } })).toEqual(invalidField);
  });
});

describe('the counts of rules', () => {
  it('[emulator] tell what each has struck and what is left of it', async () => {
    const account = await emulator.createAccount();
    expect(await account.call('GET', '/faults/counts')).toMatchObject({ status: 200, body: [] });
    await account.setFaults(
      { after: 1, times: 2, effect: { error: 'internal' } },
      { after: 2, effect: { delay: 1 } },
      { effect: { delay: 1 } },
    );
    const counts = async () => (await account.call('GET', '/faults/counts')).body;
    const untouched = [
      { rule: 0, matches: 0, hits: 0, left: 2 },
      { rule: 1, matches: 0, hits: 0 },
      { rule: 2 },
    ];
    expect(await counts()).toEqual(untouched);
    for (const _ of [1, 2]) await account.ask();
    expect(await counts()).toEqual([
      { rule: 0, matches: 2, hits: 1, left: 1 },
      // The first one that strikes ends the search.
      { rule: 1, matches: 1, hits: 0 },
      { rule: 2 },
    ]);
    for (const _ of [1, 2, 3]) await account.ask();
    expect(await counts()).toEqual([
      { rule: 0, matches: 5, hits: 2, left: 0 },
      { rule: 1, matches: 3, hits: 1 },
      { rule: 2 },
    ]);
  });
});
