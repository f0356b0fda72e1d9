import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { readAnswer } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import type { JournalEntry } from './support/journal.ts';
import { readJournal } from './support/journal.ts';
import { nth } from './support/list.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { sign } from './support/tokens.ts';

const emulator = useEmulator();

let account: Account;
/** In every path of this file, so that requests of other files are told apart. */
const mark = crypto.randomUUID().slice(0, 8);

beforeAll(async () => {
  account = await emulator.createAccount({
    apps: [
      { kind: 'builder', clientSecret: 'plain words of a secret' },
      { kind: 'admin', enforceJti: true },
    ],
  });
});

interface Page {
  requests: JournalEntry[];
  next?: string;
  leftOut: number;
}

async function list(query = ''): Promise<Page> {
  const response = await emulator.control('GET', `/requests${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Page;
}

/** Those of this file, newest first. Functions write them once they have answered. */
async function kept(count: number): Promise<JournalEntry[]> {
  for (let attempt = 1; ; attempt++) {
    const { requests } = await list('?limit=1000');
    const own = requests.filter(({ path, query }) => `${path}${query}`.includes(mark));
    if (own.length >= count || attempt === 40) return own;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

describe('requests that belong to no account', () => {
  it('[emulator] are kept in the form of the journal, with the reason', async () => {
    const query = `mark=${mark}`;
    const unknown = await sign({ ...account.app(0), clientId: 'cs-9c3e7b1e-7d5c-4b0e-8a55-0a2f6a1c7f10' });
    await account.send({ token: null, query });
    await account.send({ token: 'no token', query });
    await account.send({ token: unknown, query });
    await account.send({ path: `/api/public/bot/x/${mark}`, token: null, method: 'PUT' });
    await account.send({ method: 'DELETE', token: null, query });
    const entries = await kept(5);
    expect(entries.map(({ reason, status }) => [reason?.code, status])).toEqual([
      ['method_not_allowed', 405],
      ['path_unknown', 405],
      ['client_unknown', 401],
      ['auth_header_not_a_jwt', 401],
      ['auth_header_missing', 401],
    ]);
    expect(nth(entries, 4)).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      api: 'getSessions',
      route: 'bot',
      method: 'POST',
      path: `/api/public/bot/${account.botId()}/getSessions`,
      query: `?mark=${mark}`,
      botId: account.botId(),
      status: 401,
      reason: { code: 'auth_header_missing', text: expect.any(String) },
      answer: expect.stringContaining('Invalid SDK credentials'),
      unread: [],
      faults: [],
      durationMs: expect.any(Number),
      dynamodb: { calls: 0, readUnits: 0, writeUnits: 0 },
    });
    expect(nth(entries, 1)).not.toHaveProperty('api');
    expect(await readJournal(emulator, account, 0)).toEqual([]);
  });

  it('[emulator] come in pages, by status and time', async () => {
    const first = await list('?limit=1&status=401');
    expect(first.requests.map(({ status }) => status)).toEqual([401]);
    const second = await list(`?limit=1&status=401&cursor=${first.next}`);
    expect(second.requests.map(({ status }) => status)).toEqual([401]);
    expect(nth(second.requests, 0).id).not.toBe(nth(first.requests, 0).id);
    expect((await list('?to=2020-01-01')).requests).toEqual([]);
    const refusal = await readAnswer(await emulator.control('GET', '/requests?clientId=x'));
    expect(refusal).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(refusal)).toEqual(['clientId']);
  });

  it('[emulator] an expired account is none', async () => {
    const expiring = await emulator.createAccount({ expiresInSeconds: 1 });
    const token = await sign(expiring.app(0));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await expiring.send({ token, query: `mark=${mark}-expired` });
    // Once somebody else's call has removed it, its clients are unknown.
    expect(['account_expired', 'client_unknown']).toContain(nth(await kept(6), 0).reason?.code);
    expect(nth(await kept(6), 0).query).toBe(`?mark=${mark}-expired`);
  });

  it('[emulator] nothing of a token is kept, and what is long is cut', async () => {
    const token = await sign(account.app(0), { appId: 'cs-unknown' });
    await account.send({
      token,
      path: `/api/public/${mark}-${token}/x`,
      query: `${mark}=${'a'.repeat(2_000)}`,
    });
    const [entry] = await kept(7);
    const text = JSON.stringify(entry);
    for (const part of token.split('.')) expect(text).not.toContain(part);
    expect(text).toContain('[redacted]');
    expect(entry?.query).toHaveLength(503);
  });
});

describe('a wrong path or method', () => {
  const wrong = { path: `/api/public/bot/st-1/getSession-${mark}` };

  it('[emulator] is in the journal of the account whose token it carries, and uses up no jti', async () => {
    const secret = encodeURIComponent('plain words of a secret');
    await account.send({ ...wrong, query: `a=${secret}` });
    await account.send({ method: 'GET' });
    const [method, path] = await readJournal(emulator, account, 2);
    expect(method).toMatchObject({
      status: 405,
      reason: { code: 'method_not_allowed' },
      method: 'GET',
      route: 'bot',
    });
    expect(path).toMatchObject({
      ...wrong,
      status: 405,
      reason: { code: 'path_unknown' },
      clientId: account.app(0).clientId,
    });
    expect(path?.query).not.toContain(secret);

    const admin = account.app(1);
    const claims = {
      appId: admin.clientId,
      jti: crypto.randomUUID(),
      exp: Date.parse('2026-03-10T12:30:00Z') / 1000,
    };
    const token = await sign(admin, claims);
    await account.send({ ...wrong, token });
    expect((await readJournal(emulator, account, 3))[0]).toMatchObject({ clientId: admin.clientId });
    expect(await account.ask({ route: 'account', token })).toMatchObject({ status: 200 });
  });

  it('[emulator] is in none where the token proves nobody', async () => {
    const before = await readJournal(emulator, account, 0);
    const token = await sign({ ...account.app(0), clientSecret: 'a guess of the secret' });
    await account.send({ ...wrong, token, query: 'is=forged' });
    await account.send({ ...wrong, token: null, query: 'is=without' });
    const [without, forged] = await kept(9);
    expect([without?.query, forged?.query]).toEqual(['?is=without', '?is=forged']);
    expect(await readJournal(emulator, account, before.length)).toEqual(before);
  });
});

describe('forgetting them', () => {
  it('[emulator] DELETE empties the list', async () => {
    // Others may be looking at a deployment at the same time.
    if (emulator.kind !== 'in-process') return;
    expect((await list()).requests.length).toBeGreaterThan(0);
    expect((await emulator.control('DELETE', '/requests')).status).toBe(204);
    expect(await list()).toEqual({ requests: [], leftOut: 0 });
  });
});
