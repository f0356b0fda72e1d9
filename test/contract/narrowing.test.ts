import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, Ask } from './support/account.ts';
import { useEmulator } from './support/emulator.ts';
import { type JournalEntry, readJournal } from './support/journal.ts';
import { nth } from './support/list.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, minutesAgo, sessionIdOf } from './support/rows.ts';

const emulator = useEmulator();

let account: Account;

beforeAll(async () => {
  account = await emulator.createAccount({ bots: [{ botId: 'st-1' }, { botId: 'st-2' }] });
  const tags = { userTags: [], sessionTags: [{ name: 'topic', value: 'a' }] };
  await account.importRows([
    makeRow('st-1', 1),
    makeRow('st-1', 2, { containmentType: 'agent' }),
    makeRow('st-1', 3, { containmentType: 'agent', sessionType: 'non-interactive' }),
    makeRow('st-1', 4, { containmentType: 'agent', sessionType: 'non-interactive', tags }),
    {
      ...makeRow('st-1', 5, { containmentType: 'agent', sessionType: 'non-interactive', tags }),
      callId: 'c',
    },
    makeRow('st-2', 6),
    makeRow('st-2', -60),
    makeRow('st-1', 20_000),
  ]);
});

/** What the journal says of a request: the only one that it holds, as the newest may be one that came before. */
async function entryOf(ask: Ask, asker = account): Promise<JournalEntry> {
  await asker.call('DELETE', '/requests');
  await asker.ask(ask);
  return nth(await readJournal(emulator, asker, 1), 0);
}

/** What it says of one that finds nothing. */
async function narrowingOf(ask: Ask): Promise<unknown> {
  const { returned, narrowing } = await entryOf(ask);
  expect(returned).toBe(0);
  return narrowing;
}

interface Explanation {
  status: number;
  reason?: { code: string };
  errors?: unknown;
  total?: number;
  returned?: number;
  unread: string[];
  narrowing?: Record<string, number>;
}

const explain = (supposed: unknown): Promise<Explanation> =>
  account.control<Explanation>('POST', '/explain', supposed);

const agents = { query: 'containmentType=agent' };
const topic = (value: string) => ({ and: [{ name: 'topic', values: [value] }] });

describe('a request that finds nothing', () => {
  it.each<[string, Ask, number[]]>([
    ['the window', { body: { dateFrom: '2026-02-01', dateTo: '2026-02-02' } }, [0, 0, 0, 0, 0, 0, 0, 0]],
    [
      'the bot',
      { botId: 'st-2', body: { dateFrom: minutesAgo(4), dateTo: minutesAgo(1) } },
      [4, 0, 0, 0, 0, 0, 0, 0],
    ],
    ['the containment type', { query: 'containmentType=dropOff' }, [6, 5, 0, 0, 0, 0, 0, 0]],
    [
      'the session type',
      { botId: 'st-2', body: { sessionType: 'non-interactive' } },
      [6, 1, 1, 0, 0, 0, 0, 0],
    ],
    [
      'tags',
      { ...agents, body: { sessionType: 'non-interactive', tags: topic('b') } },
      [6, 5, 4, 3, 0, 0, 0, 0],
    ],
    [
      'the user',
      { ...agents, body: { sessionType: 'non-interactive', tags: topic('a'), userId: 'u-nobody' } },
      [6, 5, 4, 3, 2, 0, 0, 0],
    ],
    [
      'the call id',
      { query: 'containmentType=agent&callId=other', body: { tags: topic('a') } },
      [6, 5, 4, 4, 2, 2, 0, 0],
    ],
    ['the page', { ...agents, body: { skip: 4 } }, [6, 5, 4, 4, 4, 4, 4, 0]],
  ])('[emulator] has in the journal what each part has left: %s', async (_, ask, counts) => {
    const [window, bot, containmentType, sessionType, tags, user, callId, page] = counts;
    const expected = { window, bot, containmentType, sessionType, tags, user, callId, page };
    const narrowing = await narrowingOf(ask);
    expect(narrowing).toEqual(expected);
    expect(Object.keys(narrowing as object)).toEqual(Object.keys(expected));
  });

  it('[emulator] also by ids, and where the clock has not reached what there is', async () => {
    const ids = [sessionIdOf(1), sessionIdOf(6), 'none'];
    expect(await narrowingOf({ botId: 'st-2', body: { sessionId: [sessionIdOf(1), 'none'] } })).toEqual({
      sessionId: 1,
      bot: 0,
      page: 0,
    });
    expect((await explain({ botId: 'st-1', body: { sessionId: ids } })).narrowing).toEqual({
      sessionId: 2,
      bot: 1,
      page: 1,
    });
    const dates = { dateFrom: minutesAgo(-30), dateTo: minutesAgo(-90) };
    expect(await narrowingOf({ botId: 'st-2', body: dates })).toEqual({
      window: 0,
      bot: 0,
      containmentType: 0,
      sessionType: 0,
      tags: 0,
      user: 0,
      callId: 0,
      page: 0,
      notYetStarted: 1,
    });
  });

  it('[emulator] says nothing of an account without sessions, and a request that finds some says nothing', async () => {
    const empty = await emulator.createAccount();
    expect(await entryOf({}, empty)).not.toHaveProperty('narrowing');
    expect(await entryOf({})).not.toHaveProperty('narrowing');
    expect(await entryOf({ body: { limit: 0 } })).not.toHaveProperty('narrowing');
  });
});

describe('explain', () => {
  it('[emulator] tells the same of any request, with what it would find', async () => {
    const supposed = { botId: 'st-1', query: '?containmentType=agent', body: { skip: 1, limt: 5 } };
    expect(await explain(supposed)).toEqual({
      status: 200,
      total: 4,
      returned: 3,
      unread: ['limt'],
      narrowing: {
        window: 6,
        bot: 5,
        containmentType: 4,
        sessionType: 4,
        tags: 4,
        user: 4,
        callId: 4,
        page: 3,
      },
    });
    expect(await explain({ route: 'account' })).toMatchObject({ total: 6, narrowing: { window: 6, bot: 6 } });
  });

  it('[emulator] tells the refusal that a request would get', async () => {
    await account.change({ errors: { validation: { status: 400, msg: 'No' } } });
    expect(await explain({ botId: 'st-1', body: { limit: 0 } })).toMatchObject({
      status: 400,
      errors: [{ msg: 'No', code: 412 }],
      reason: { code: 'body_field_invalid' },
      unread: [],
    });
    expect(await explain({ botId: 'st-1', body: [] })).toMatchObject({
      reason: { code: 'body_not_an_object' },
    });
    expect(await explain({ botId: 'st-none' })).toMatchObject({
      status: 400,
      reason: { code: 'bot_unknown' },
    });
    const { clientId } = account.appOf('builder');
    expect(await explain({ route: 'account', clientId })).toMatchObject({
      status: 401,
      reason: { code: 'builder_app_on_account_route' },
    });
    await account.change({ errors: {} });
  });

  it('[emulator] is not in the journal, and counts against no limit', async () => {
    const limited = await emulator.createAccount({ rateLimit: { perMinute: 1, perHour: 1 } });
    for (const _ of ['once', 'again']) {
      const { body } = await limited.call('POST', '/explain', { botId: limited.botId() });
      expect(body).toMatchObject({ status: 200, total: 0 });
    }
    expect(await readJournal(emulator, limited, 0)).toEqual([]);
  });

  it.each([
    ['botId', {}],
    ['botId', { route: 'account', botId: 'st-1' }],
    ['route', { route: 'stream' }],
    ['api', { api: 'getOthers', botId: 'st-1' }],
    ['path', { path: '/x' }],
  ])('[emulator] names what is wrong: %s', async (field, supposed) => {
    const refusal = await account.call('POST', '/explain', supposed);
    expect(refusal).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(refusal)).toEqual([field]);
    const unknown = await account.call('POST', '/explain', { botId: 'st-1', clientId: 'cs-none' });
    expect(unknown).toEqual(problem(404, 'app_not_found'));
  });
});

describe('with withAnswer', () => {
  it('[emulator] an explanation has what getSessions answers', async () => {
    const body = { dateFrom: minutesAgo(10), dateTo: minutesAgo(0), limit: 2 };
    const asked = await account.ask({ ...agents, body });
    const explained = await explain({ route: 'bot', botId: 'st-1', ...agents, body, withAnswer: true });
    expect(explained).toMatchObject({ status: 200, answer: asked.body });
    expect(await explain({ route: 'bot', botId: 'st-1', ...agents, body })).not.toHaveProperty('answer');
  });

  it('[emulator] a refusal has none', async () => {
    const explained = await explain({ route: 'bot', botId: 'st-none', withAnswer: true });
    expect(explained.status).toBe(400);
    expect(explained).not.toHaveProperty('answer');
  });
});
