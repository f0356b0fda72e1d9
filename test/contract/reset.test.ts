import { describe, expect, it } from 'vitest';
import type { Account, AccountView } from './support/account.ts';
import { found, readAnswer, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, minutesAgo, now, upTo } from './support/rows.ts';
import { answersOf, exportAll, generate, type Truth } from './support/sessions.ts';

const emulator = useEmulator();
const bots = [{ botId: 'st-1' }, { botId: 'st-2' }];
const rows = upTo(3).map((number) => makeRow('st-1', number));
const extra = makeRow('st-2', 50);

interface Seeded {
  seed: { written: number; settled: boolean; truth: Truth };
}

/** Makes an account from a seed, with what the answer says of it. */
async function seeded(seed: unknown): Promise<{ account: Account; seed: Seeded['seed'] }> {
  const response = await emulator.control('POST', '/accounts', {
    bots,
    clock: { mode: 'frozen', now },
    seed,
    expiresInSeconds: 3600,
  });
  expect(response.status).toBe(201);
  const view = (await response.json()) as AccountView & Seeded;
  return { account: emulator.accountOf(view), seed: view.seed };
}

/** Changes all that a reset takes back. */
async function disturb(account: Account): Promise<void> {
  await account.importRows([extra, { ...rows[0], channel: 'sms' }]);
  await account.call('DELETE', `/sessions?sessionId=${rows[1]?.sessionId}`);
  await generate(account, { seed: 'more', count: 5 });
  await account.setClock({ advance: 'PT3H' });
  await account.setFaults({ effect: { error: 'internal' } });
}

describe('a seed', () => {
  it.each<[string, unknown, number]>([
    ['the name of a scenario', 'ties', 500],
    ['a scenario', { scenario: 'quiet' }, 30],
    ['generator arguments', { count: 25, seed: 4, active: 2 }, 25],
    ['an array of sessions', [...rows, { ...rows[0], channel: 'sms' }], 3],
    ['an answer of getSessions', { total: 3, moreAvailable: false, sessions: rows }, 3],
    ['no sessions', [], 0],
  ])('[emulator] %s: its truth is in the answer, and a reset goes back to it', async (_, input, total) => {
    const { account, seed } = await seeded(input);
    expect(seed).toMatchObject({ written: total, settled: true, truth: { total, at: now } });
    const [before, answers] = [await exportAll(emulator, account), await answersOf(account)];
    expect(before.split('\n')).toHaveLength(total + 1);
    await disturb(account);
    expect(await account.ask()).toEqual(refused('internal', 'fault_injected'));
    for (const again of ['once', 'twice']) {
      const reset = await account.call('POST', '/reset', again === 'once' ? undefined : { to: 'seed' });
      expect(reset).toMatchObject({
        status: 200,
        body: { written: total, clock: { mode: 'frozen', now } },
      });
      expect(await exportAll(emulator, account)).toBe(before);
      expect(await answersOf(account)).toEqual(answers);
      expect(await account.call('GET', '/faults')).toMatchObject({ body: [] });
    }
  });

  it('[emulator] an account without a seed is reset to nothing, with its first clock', async () => {
    const account = await emulator.createAccount({ bots });
    await disturb(account);
    expect(await account.call('POST', '/reset')).toMatchObject({ body: { written: 0 } });
    expect(await account.ask({ route: 'account' })).toEqual(found([]));
    expect(await account.call('GET', '/clock')).toMatchObject({ body: { mode: 'frozen', now } });
  });

  it.each<[string, unknown]>([
    ['seed.scenario', 'nowhere'],
    ['seed.count', { count: -1 }],
    ['seed.limit', { count: 5, limit: 2 }],
    ['seed.bots.0', { count: 5, bots: ['st-9'] }],
    ['seed.1', [rows[0], { ...rows[1], botId: 'st-9' }]],
    ['seed.sessions', { sessions: 5 }],
    ['seed', 5],
  ])('[emulator] %s is not valid: 400, and there is no account', async (field, seed) => {
    const accountId = `contract-${crypto.randomUUID()}`;
    const answer = await readAnswer(await emulator.control('POST', '/accounts', { accountId, bots, seed }));
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual([field]);
    const path = `/accounts/${accountId}`;
    expect(await readAnswer(await emulator.control('GET', path))).toEqual(problem(404, 'account_not_found'));
  });
});

describe('a reset', () => {
  it('[emulator] to empty takes all sessions; the seed is not forgotten', async () => {
    const { account } = await seeded(rows);
    await disturb(account);
    expect(await account.call('POST', '/reset', { to: 'empty' })).toMatchObject({ body: { written: 0 } });
    expect(await account.ask({ route: 'account' })).toEqual(found([]));
    expect(await account.call('GET', '/clock')).toMatchObject({ body: { mode: 'frozen', now } });
    await account.control('POST', '/reset');
    expect(await account.ask()).toEqual(found(rows));
  });

  it('[emulator] leaves bots, apps, settings and limits as they are', async () => {
    const { account } = await seeded(rows);
    await account.control('POST', '/bots', { botId: 'st-new' });
    await account.control('POST', '/apps', { kind: 'admin' });
    await account.control('PATCH', '', { settings: { maxLimit: 2 }, rateLimit: 'vendor' });
    const before = await account.call('GET', '');
    await account.control('POST', '/reset');
    expect(await account.call('GET', '')).toEqual(before);
  });

  it('[emulator] under traffic: each request sees the data before or after, never between', async () => {
    const { account } = await seeded(rows);
    const many = upTo(40).map((number) => makeRow('st-1', 100 + number));
    for (let round = 0; round < 3; round++) {
      await account.importRows(many);
      const asks = Array.from({ length: 12 }, () => account.ask({ body: { limit: 1 } }));
      const [, ...answers] = await Promise.all([account.control('POST', '/reset'), ...asks]);
      for (const { status, body } of answers) {
        expect(status).toBe(200);
        expect([3, 43]).toContain((body as { total: number }).total);
      }
      expect(await account.ask()).toEqual(found(rows));
    }
  });

  it('[emulator] several at once: one as good as the other', async () => {
    const { account } = await seeded(rows);
    await account.importRows([extra]);
    await Promise.all(upTo(4).map(() => account.control('POST', '/reset')));
    expect(await account.ask({ route: 'account' })).toEqual(found(rows));
    await account.importRows([extra]);
    expect((await account.ask({ route: 'account' })).body).toMatchObject({ total: 4 });
  });

  it.each<[string, unknown]>([
    ['to', { to: 'Empty' }],
    ['to', { to: null }],
    ['from', { from: 'seed' }],
  ])('[emulator] %s is not valid: 400, and nothing changes', async (field, body) => {
    const { account } = await seeded(rows);
    await account.importRows([extra]);
    const answer = await account.call('POST', '/reset', body);
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual([field]);
    expect((await account.ask({ route: 'account' })).body).toMatchObject({ total: 4 });
  });
});

describe('snapshots', () => {
  const saved = (name: string, sessions: number) => ({ name, createdAt: expect.any(String), sessions });

  it('[emulator] keep and restore sessions, clock and faults', async () => {
    const { account } = await seeded(rows);
    await account.importRows([extra]);
    await account.setClock({ advance: 'PT1H' });
    await account.setFaults({ match: { containmentType: 'agent' }, times: 1, effect: { error: 'notFound' } });
    const state = async () => [
      await exportAll(emulator, account),
      (await account.call('GET', '/clock')).body,
      (await account.call('GET', '/faults')).body,
    ];
    const before = await state();
    expect(await account.call('PUT', '/snapshots/one')).toMatchObject({ status: 201, body: saved('one', 4) });
    await account.ask({ query: 'containmentType=agent' });
    await disturb(account);
    await account.control('POST', '/reset', { to: 'empty' });

    for (const _ of ['once', 'again']) {
      const restored = await account.call('POST', '/snapshots/one/restore');
      expect(restored).toMatchObject({
        status: 200,
        body: { ...saved('one', 4), written: 4, clock: { mode: 'frozen', now: minutesAgo(-60) } },
      });
      expect(await state()).toEqual(before);
      // The rules count anew.
      const query = 'containmentType=agent';
      expect(await account.ask({ query })).toEqual(refused('notFound', 'fault_injected'));
      expect(await account.ask({ query })).toMatchObject({ status: 200 });
      await disturb(account);
    }
    // A reset still goes back to the seed.
    await account.control('POST', '/reset');
    expect(await account.ask({ route: 'account' })).toEqual(found(rows));
  });

  it('[emulator] a name can be saved again, and each has its own', async () => {
    const { account } = await seeded(rows);
    await account.control('PUT', '/snapshots/a');
    await account.importRows([extra]);
    await account.control('PUT', '/snapshots/b');
    await account.control('POST', '/reset', { to: 'empty' });
    expect(await account.call('PUT', '/snapshots/a')).toMatchObject({ status: 200, body: saved('a', 0) });
    expect(await account.call('GET', '/snapshots')).toMatchObject({
      status: 200,
      body: { snapshots: [saved('a', 0), saved('b', 4)] },
    });
    await account.control('POST', '/snapshots/b/restore');
    expect((await account.ask({ route: 'account' })).body).toMatchObject({ total: 4 });
    await account.control('POST', '/snapshots/a/restore');
    expect(await account.ask({ route: 'account' })).toEqual(found([]));
  });

  it('[emulator] are deleted, safely twice; unknown ones are 404', async () => {
    const { account } = await seeded(rows);
    await account.control('PUT', '/snapshots/a');
    for (const _ of ['once', 'again']) {
      expect(await account.call('DELETE', '/snapshots/a')).toMatchObject({ status: 204, body: '' });
    }
    expect(await account.call('GET', '/snapshots')).toMatchObject({ body: { snapshots: [] } });
    for (const name of ['a', 'never', '%20', '__proto__', 'x'.repeat(65)]) {
      expect(await account.call('POST', `/snapshots/${name}/restore`)).toEqual(
        problem(404, 'snapshot_not_found'),
      );
    }
    expect(await account.ask()).toEqual(found(rows));
  });

  it('[emulator] of another account are unknown', async () => {
    const [one, other] = [(await seeded(rows)).account, (await seeded([])).account];
    await one.control('PUT', '/snapshots/mine');
    expect(await other.call('POST', '/snapshots/mine/restore')).toEqual(problem(404, 'snapshot_not_found'));
    expect(await other.call('GET', '/snapshots')).toMatchObject({ body: { snapshots: [] } });
    await other.call('DELETE', '/snapshots/mine');
    expect(await one.call('POST', '/snapshots/mine/restore')).toMatchObject({ status: 200 });
  });

  it('[emulator] a bad name or a body: 400', async () => {
    const { account } = await seeded(rows);
    for (const name of ['a%20b', 'x'.repeat(65), '%C3%A9', 'a.b']) {
      expect(await account.call('PUT', `/snapshots/${name}`)).toEqual(problem(400, 'invalid_request'));
    }
    const answer = await account.call('PUT', '/snapshots/a', { description: 'x' });
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual(['description']);
  });
});
