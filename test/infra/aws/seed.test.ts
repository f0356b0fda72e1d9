import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dev } from '../../../infra/aws/environments/dev.ts';
import { defineEnvironment, type Environment } from '../../../infra/aws/environments/index.ts';
import { seedEnvironment } from '../../../infra/aws/seed/seed-environment.ts';
import { type Emulator, startEmulator } from '../../support/emulator.ts';
import { hurriedTime } from '../../support/manual-time.ts';

const url = 'https://emulator.example.com';
const now = Date.parse('2026-03-01T09:00:00.000Z');
const row = {
  sessionId: '6465cf6e4769ed4e822b82a1',
  botId: 'st-1',
  channel: 'rtm',
  userId: 'u-1',
  start_time: '2023-05-18T07:10:38.695Z',
  end_time: '2023-05-18T07:10:39.201Z',
  sessionStatus: 'closed',
};
const second = { ...row, sessionId: '6465cf6e4769ed4e822b82a2', botId: 'st-2' };

let emulator: Emulator;
let folder: string;

beforeAll(async () => {
  emulator = await startEmulator({ systemNow: () => now, accountDefaults: { expiresInSeconds: 3_600 } });
  folder = mkdtempSync(join(tmpdir(), 'emulator-seed-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await emulator.close();
});

/** Hands requests for the environment's URL to the emulator. */
const fetch = (address: string, init: RequestInit): Promise<Response> => {
  expect(address.startsWith(`${url}/`)).toBe(true);
  return emulator.request(address.slice(url.length), init);
};
const time = hurriedTime();

const seeded = (seed: Environment['seed']) => defineEnvironment({ ...dev, seed });
const seedWith = (seed: Environment['seed'], key = emulator.controlKey) =>
  seedEnvironment(url, key, seeded(seed), { fetch, time });

async function control(method: string, path: string, body?: unknown): Promise<Response> {
  return emulator.request(`/_emulator/accounts${path && `/${path}`}`, {
    method,
    headers: { authorization: `Bearer ${emulator.controlKey}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** An account and its sessions as the control API shows them. */
async function state(accountId: string) {
  const account = (await (await control('GET', accountId)).json()) as { bots: unknown[]; apps: unknown[] };
  const lines = (await (await control('GET', `${accountId}/sessions`)).text()).split('\n');
  return { account, sessions: lines.filter(Boolean).map((line) => JSON.parse(line) as unknown) };
}

interface Template {
  name: string;
  sessions: number;
  createdAt: string;
  version: string;
}

/** The template that the last seeding has left. */
async function templateNow(name = 'seed'): Promise<Template> {
  const response = await emulator.request('/_emulator/templates', {
    headers: { authorization: `Bearer ${emulator.controlKey}` },
  });
  const { templates } = (await response.json()) as { templates: Template[] };
  const found = templates.find((template) => template.name === name);
  if (!found) throw new Error(`There is no template ${name}.`);
  return found;
}

async function accountIds(): Promise<string[]> {
  const { accounts } = (await (await control('GET', '')).json()) as { accounts: { accountId: string }[] };
  return accounts.map(({ accountId }) => accountId).sort();
}

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('an environment that names a scenario', () => {
  test('gets an account with its sessions, that stays', async () => {
    const bots = [{ botId: 'st-support', name: 'Support' }];

    const result = await seedWith({ accountId: 'first', scenario: 'quiet', bots });

    expect(result).toEqual({ state: 'made', accountId: 'first', sessions: 30 });
    const { account, sessions } = await state('first');
    expect(account.bots).toEqual(bots);
    expect(account.apps).toHaveLength(2);
    expect(account).not.toHaveProperty('expiresAt');
    expect(sessions.length).toBeGreaterThan(0);
  });

  test('is left as testers have changed it by the next deployment', async () => {
    const seed = { accountId: 'changed', scenario: 'quiet' } as const;
    await seedWith(seed);
    await control('PATCH', 'changed', { settings: { maxLimit: 7 } });
    await control('DELETE', 'changed/sessions');
    const before = await state('changed');

    expect(await seedWith(seed)).toEqual({ state: 'kept', accountId: 'changed' });
    expect(await seedWith({ ...seed, scenario: 'ties' })).toEqual({ state: 'kept', accountId: 'changed' });

    expect(await state('changed')).toEqual(before);
    expect(before.sessions).toEqual([]);
  });
});

describe('the template of a seed', () => {
  const seed = { accountId: 'templated', template: 'golden', scenario: 'quiet' } as const;

  test('is made once, and leaves no other account behind', async () => {
    await seedWith(seed);
    const [before, accounts] = [await templateNow('golden'), await accountIds()];
    expect(before.sessions).toBe(30);
    await seedWith(seed);
    expect(await templateNow('golden')).toEqual(before);
    expect(await accountIds()).toEqual(accounts);
  });

  test('is another where the seed has changed, and accounts made from the first go on', async () => {
    const before = await templateNow('golden');
    const copy = { accountId: 'copied', from: { template: 'golden' } };
    expect((await control('POST', '', copy)).status).toBe(201);
    await seedWith({ ...seed, scenario: 'ties' });
    const after = await templateNow('golden');
    expect(after.version).not.toBe(before.version);
    expect((await state('copied')).sessions).toHaveLength(30);
    expect((await control('POST', '', { ...copy, accountId: 'copied-later' })).status).toBe(201);
    expect((await state('copied-later')).sessions).toHaveLength(after.sessions);
  });

  test('outlives the account', async () => {
    await seedWith(seed);
    await control('DELETE', 'templated');
    expect(await seedWith(seed)).toEqual({ state: 'made', accountId: 'templated', sessions: 30 });
    expect((await state('templated')).sessions).toHaveLength(30);
  });
});

describe('an environment that names a file', () => {
  test.each([
    ['a JSON array', JSON.stringify([row, second])],
    ['NDJSON', `${JSON.stringify(row)}\n${JSON.stringify(second)}\n`],
    ['a getSessions response', JSON.stringify({ total: 2, moreAvailable: false, sessions: [row, second] })],
  ])('gets its sessions and the bots that they name: %s', async (form, text) => {
    const accountId = `file-${form.replaceAll(' ', '-')}`;

    const result = await seedWith({ accountId, file: fileOf(`${accountId}.json`, text) });

    expect(result).toEqual({ state: 'made', accountId, sessions: 2 });
    const { account, sessions } = await state(accountId);
    expect(account.bots).toEqual([
      { botId: 'st-1', name: 'Bot 1' },
      { botId: 'st-2', name: 'Bot 2' },
    ]);
    expect(sessions).toHaveLength(2);
  });

  test('gets its messages too', async () => {
    const message = {
      _id: 'ms-1',
      botId: 'st-3',
      sessionId: row.sessionId,
      createdBy: 'u-1',
      createdOn: '2023-05-18T07:10:38.695Z',
      channels: [{ type: 'rtm' }],
    };
    const text = [row, message].map((each) => JSON.stringify(each)).join('\n');
    const result = await seedWith({ accountId: 'talks', file: fileOf('talks.ndjson', text) });

    expect(result).toEqual({ state: 'made', accountId: 'talks', sessions: 1 });
    const { account } = await state('talks');
    expect(account.bots).toMatchObject([{ botId: 'st-1' }, { botId: 'st-3' }]);
    expect(await (await control('GET', 'talks/messages')).text()).toContain('"_id":"ms-1"');
  });

  test.each([
    ['is not there', undefined, /^The seed file .+ cannot be read: ENOENT/],
    ['holds nothing', '[]', /^The seed file .+ holds no sessions and no messages\.$/],
    [
      'holds no JSON',
      '"hello"',
      /^The seed file .+: Line 1, column 1: this is no object\. Expected sessions/,
    ],
    [
      'holds a row that is no session',
      JSON.stringify([row, { ...row, sessionId: 'x y' }]),
      /^The seed file .+ holds 1 rows that are no sessions of its bots; the first, row 2: sessionId.+Correct or remove them\.$/,
    ],
  ])('is told where the file %s', async (name, text, says) => {
    const file = text === undefined ? join(folder, 'absent.json') : fileOf(`${name}.json`, text);

    await expect(seedWith({ accountId: 'never', file })).rejects.toThrow(says);

    expect((await control('GET', 'never')).status).toBe(404);
  });

  test('is told where its bots are not those of the file', async () => {
    const file = fileOf('bots.json', JSON.stringify([row]));

    await expect(seedWith({ accountId: 'never', file, bots: [{ botId: 'st-9' }] })).rejects.toThrow(
      /^The seed file .+ holds 1 rows that are no sessions of its bots; the first, row 1: .*st-1/,
    );
  });

  test('may hold more than one call can take', async () => {
    // Seven megabytes: more than the body of one call.
    const rows = Array.from({ length: 2_200 }, (_, index) => ({
      ...row,
      sessionId: `s-${index}`,
      tags: { userTags: [], sessionTags: [{ name: 'note', value: 'x'.repeat(3_000) }] },
    }));
    const file = fileOf('large.json', JSON.stringify(rows));
    expect(await seedWith({ accountId: 'large', file })).toEqual({
      state: 'made',
      accountId: 'large',
      sessions: 2_200,
    });
    expect((await templateNow()).sessions).toBe(2_200);
  });
});

test('an environment without a seed asks for nothing', async () => {
  const refuse = async () => Promise.reject(new Error('nothing is to be asked'));

  expect(await seedEnvironment(url, 'key', seeded(undefined), { fetch: refuse, time })).toEqual({
    state: 'none',
  });
});

describe('a deployment that', () => {
  const seed = { accountId: 'waited', scenario: 'empty' } as const;

  /** Gives these answers first, and then the emulator's. */
  function answering(...answers: (() => Promise<Response>)[]) {
    const slept: number[] = [];
    const options = {
      fetch: (address: string, init: RequestInit) => answers.shift()?.() ?? fetch(address, init),
      time: { ...time, sleep: async (ms: number) => void slept.push(ms) },
    };
    return { slept, seedNow: () => seedEnvironment(url, emulator.controlKey, seeded(seed), options) };
  }

  const answer = (status: number, body: unknown) => async () => Response.json(body, { status });

  test('does not answer yet is waited for', async () => {
    const { slept, seedNow } = answering(
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })),
      answer(403, { message: 'Forbidden' }),
      answer(404, { message: 'Not Found' }),
      answer(503, { code: 'store_unavailable', detail: 'Try again.' }),
    );

    expect(await seedNow()).toEqual({ state: 'made', accountId: 'waited', sessions: 0 });
    expect(slept).toEqual([5_000, 5_000, 5_000, 5_000]);
  });

  test('never answers is told of, with its cause', async () => {
    const fail = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));
    const { slept, seedNow } = answering(...Array.from({ length: 8 }, () => fail));

    await expect(seedNow()).rejects.toThrow(
      `dev could not be seeded with the account waited: nothing answers at ${url} (connect ECONNREFUSED).`,
    );
    expect(slept).toHaveLength(7);
  });

  test('has another control key is told of at once', async () => {
    await expect(seedWith({ accountId: 'never', scenario: 'demo' }, 'another')).rejects.toThrow(
      'the control key is not the one of this deployment',
    );
  });

  test('is not the emulator is told of', async () => {
    const { seedNow } = answering(answer(200, { hello: 'world' }));

    await expect(seedNow()).rejects.toThrow(`${url} answered 200: not an answer of the emulator.`);
  });
});
