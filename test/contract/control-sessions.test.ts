import { describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { found } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, minutesAgo, now, sessionIdOf } from './support/rows.ts';
import { generate } from './support/sessions.ts';

const emulator = useEmulator();

const withSessions = async (...rows: unknown[]): Promise<Account> => {
  const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }, { botId: 'st-2' }] });
  await account.importRows(rows);
  return account;
};

describe('one session', () => {
  it('[emulator] GET: its row as getSessions gives it, and what filters go by', async () => {
    const tags = { userTags: [{ name: 'tier', value: 'gold' }], sessionTags: [{ name: 'n', value: 5 }] };
    const row = {
      ...makeRow('st-1', 1),
      tags,
      identities: ['ann@example.com'],
      callId: 'call-1',
      extra: [1],
    };
    const account = await withSessions(row);
    const { body } = await account.ask();
    const answer = await account.call('GET', `/sessions/${row.sessionId}`);
    expect(answer).toMatchObject({ status: 200, contentType: 'application/json' });
    expect(answer.body).toEqual({
      sessionId: row.sessionId,
      visible: true,
      row: (body as { sessions: unknown[] }).sessions[0],
      filters: {
        botId: 'st-1',
        startTime: minutesAgo(1),
        endTime: now,
        sessionStatus: 'closed',
        containmentType: 'selfService',
        sessionType: 'interactive',
        userIds: [row.userId, 'ann@example.com'],
        callId: 'call-1',
        tags: [
          { type: 'user', name: 'tier', value: 'gold' },
          { type: 'session', name: 'n', value: '5' },
        ],
      },
    });
  });

  it('[emulator] GET follows the clock: active, and not yet started', async () => {
    const { sessionStatus: _, ...running } = makeRow('st-1', 1, { containmentType: 'agent' });
    const account = await withSessions({ ...running, end_time: minutesAgo(-5) });
    const path = `/sessions/${running.sessionId}`;
    expect((await account.call('GET', path)).body).toMatchObject({
      visible: true,
      row: { sessionStatus: 'active', containmentType: 'selfService', end_time: now },
      filters: { sessionStatus: 'active', containmentType: 'selfService', endTime: minutesAgo(-5) },
    });
    await account.setClock({ advance: 'PT10M' });
    expect((await account.call('GET', path)).body).toMatchObject({ row: { containmentType: 'agent' } });
    await account.setClock({ advance: '-PT1H' });
    expect((await account.call('GET', path)).body).toMatchObject({ visible: false });
  });

  it('[emulator] an id that no session has: 404, and DELETE removes none', async () => {
    const account = await withSessions(makeRow('st-1', 1));
    expect(await account.call('GET', `/sessions/${sessionIdOf(2)}`)).toEqual(
      problem(404, 'session_not_found'),
    );
    expect((await account.call('DELETE', `/sessions/${sessionIdOf(2)}`)).body).toEqual({
      deleted: 0,
      settled: true,
    });
    expect((await account.ask()).body).toMatchObject({ total: 1 });
  });

  it('[emulator] PUT: 201 for a new one, 200 in place of one, as it was written', async () => {
    const account = await withSessions(makeRow('st-1', 1));
    const row = makeRow('st-1', 1, { userId: 'u-other', containmentType: 'agent' });
    const path = `/sessions/${row.sessionId}`;
    expect(await account.call('PUT', path, row)).toMatchObject({
      status: 200,
      body: { row, filters: { containmentType: 'agent' } },
    });
    expect(await account.ask()).toEqual(found([row]));
    const more = makeRow('st-2', 2);
    expect(await account.call('PUT', `/sessions/${more.sessionId}`, more)).toMatchObject({ status: 201 });
    expect(await account.ask({ route: 'account' })).toEqual(found([row, more]));
  });

  it('[emulator] PUT refuses another id, an unknown bot, no row and several, and nothing changes', async () => {
    const account = await withSessions(makeRow('st-1', 1));
    const path = `/sessions/${sessionIdOf(1)}`;
    const other = await account.call('PUT', path, makeRow('st-1', 2));
    expect(other).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(other)).toEqual(['sessionId']);
    const rows = [
      makeRow('st-none', 1),
      { sessionId: sessionIdOf(1) },
      [],
      [makeRow('st-1', 1), makeRow('st-1', 1)],
    ];
    for (const body of rows) {
      expect(await account.call('PUT', path, body)).toEqual(problem(400, 'invalid_request'));
    }
    expect(await account.call('PUT', path, '{')).toEqual(problem(400, 'body_not_json'));
    const odd = { ...makeRow('st-1', 1), chanel: 'x' };
    expect(await account.call('PUT', `${path}?strict=true`, odd)).toEqual(problem(400, 'invalid_request'));
    expect(await account.ask()).toEqual(found([makeRow('st-1', 1)]));
  });

  it('[emulator] DELETE removes it and no other', async () => {
    const account = await withSessions(makeRow('st-1', 1), makeRow('st-1', 2));
    const path = `/sessions/${sessionIdOf(1)}`;
    expect((await account.call('DELETE', path)).body).toEqual({ deleted: 1, settled: true });
    expect(await account.ask()).toEqual(found([makeRow('st-1', 2)]));
  });
});

interface Summary {
  at: string;
  total: number;
  active: number;
  perBot: Record<string, number>;
  perDay: Record<string, number>;
  perHour: Record<string, number>;
  perContainmentType: Record<string, number>;
  perContainmentTypeAsListed: Record<string, number>;
  perSessionType: Record<string, number>;
}

const summary = (account: Account, query = ''): Promise<Summary> =>
  account.control<Summary>('GET', `/sessions/summary${query}`);

describe('the summary', () => {
  it('[emulator] counts what was made up, as its truth does', async () => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }, { botId: 'st-2' }] });
    const { truth } = await generate(account, { count: 300, from: '2026-02-01', to: now, active: 9 });
    const { perHour, ...counts } = await summary(account);
    expect(counts).toEqual({
      at: now,
      total: truth.total,
      active: truth.active,
      perBot: Object.fromEntries(Object.entries(truth.perBot).map(([bot, { total }]) => [bot, total])),
      perDay: truth.perDay,
      perContainmentType: { ...truth.perContainmentType, other: 0 },
      perContainmentTypeAsListed: { ...truth.perContainmentTypeAsListed, other: 0 },
      perSessionType: { ...truth.perSessionType, other: 0 },
    });
    const perDay: Record<string, number> = {};
    for (const [hour, count] of Object.entries(perHour)) {
      expect(hour).toMatch(/^\d{4}-\d\d-\d\dT\d\d$/);
      perDay[hour.slice(0, 10)] = (perDay[hour.slice(0, 10)] ?? 0) + count;
    }
    expect(perDay).toEqual(truth.perDay);
  });

  it('[emulator] window and filters are those of getSessions', async () => {
    const tag = (value: string) => ({ userTags: [], sessionTags: [{ name: 'topic', value }] });
    const account = await withSessions(
      makeRow('st-1', 1, { tags: tag('a') }),
      makeRow('st-1', 2, { tags: tag('b'), containmentType: 'agent', userId: 'u-2' }),
      makeRow('st-2', 90, { tags: tag('a'), sessionType: 'non-interactive' }),
      { ...makeRow('st-2', 3000), callId: 'call-1' },
      makeRow('st-2', -5),
    );
    const tags = encodeURIComponent(JSON.stringify({ and: [{ name: 'topic', values: ['a'] }] }));
    const totals = async (query: string) => (await summary(account, query)).perBot;
    expect(await totals('')).toEqual({ 'st-1': 2, 'st-2': 2 });
    expect(await totals(`?from=${minutesAgo(90)}`)).toEqual({ 'st-1': 2, 'st-2': 1 });
    expect(await totals(`?from=${minutesAgo(89)}&to=${minutesAgo(2)}`)).toEqual({ 'st-1': 1, 'st-2': 0 });
    expect(await totals('?to=2026-03-08')).toEqual({ 'st-1': 0, 'st-2': 1 });
    expect(await totals('?botId=st-1')).toEqual({ 'st-1': 2 });
    expect(await totals('?botId=st-1&botId=st-2&containmentType=agent')).toEqual({ 'st-1': 1, 'st-2': 0 });
    expect(await totals('?sessionType=non-interactive')).toEqual({ 'st-1': 0, 'st-2': 1 });
    expect(await totals('?userId=u-2')).toEqual({ 'st-1': 1, 'st-2': 0 });
    expect(await totals('?callId=call-1')).toEqual({ 'st-1': 0, 'st-2': 1 });
    expect(await totals(`?tags=${tags}`)).toEqual({ 'st-1': 1, 'st-2': 1 });
    await account.setClock({ advance: 'PT1H' });
    expect(await totals('')).toEqual({ 'st-1': 2, 'st-2': 3 });
  });

  it.each([
    ['botId', '?botId=st-none'],
    ['to', '?from=2026-03-02&to=2026-03-01'],
    ['tags', '?tags=x'],
    ['tags.and', '?tags={"and":5}'],
    ['containmentType', '?containmentType=Agent'],
    ['page', '?page=1'],
  ])('[emulator] %s: 400', async (field, query) => {
    const account = await emulator.createAccount();
    const refusal = await account.call('GET', `/sessions/summary${query}`);
    expect(refusal).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(refusal)).toEqual([field]);
  });
});
