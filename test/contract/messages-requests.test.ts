import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, Ask } from './support/account.ts';
import { invalidField, invalidParameter, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { nth } from './support/list.ts';
import {
  askMessages,
  foundMessages,
  importMessages,
  makeMessage,
  messageIdOf,
  messagesOf,
  type Version,
} from './support/messages.ts';
import { makeRow, minutesAgo, sessionIdOf, upTo } from './support/rows.ts';

const emulator = useEmulator();
const user = 'u-8c4ca335-3152-5622-9cbb-51c6daf6c12f';
const count = 130;
let account: Account;
/** Oldest first, as pages show them. */
let rows: Record<string, unknown>[];

beforeAll(async () => {
  account = await emulator.createAccount();
  rows = upTo(count)
    .reverse()
    .map((number) => makeMessage(account.botId(), number));
  await importMessages(account, rows.toReversed());
});

/** The answer with the newest messages but so many. */
function newest(limit: number, skip = 0) {
  const messages = rows.slice(Math.max(count - skip - limit, 0), count - skip);
  return {
    ...foundMessages(messages),
    body: { total: count, moreAvailable: skip + limit < count, messages },
  };
}

describe('limit and skip', () => {
  const ask = (body: unknown, version: Version = 'getMessagesV2') => askMessages(account, { body, version });

  it('[messages.limitAbsent] default 100', async () => {
    expect(await ask({})).toEqual(newest(100));
    expect(await ask({}, 'getMessages')).toEqual(newest(100));
  });

  it.each([1, 99, 100, 130, 10_000, '10'])('[messages.limitMost] %s', async (limit) => {
    expect(await ask({ limit })).toEqual(newest(Number(limit)));
    expect(await ask({ limit }, 'getMessages')).toEqual(newest(Math.min(Number(limit), 100)));
  });

  it.each([10_001, 1e300])('[messages.limitOversized] %d is clamped', async (limit) => {
    expect(await ask({ limit })).toEqual(newest(10_000));
    expect(await ask({ limit }, 'getMessages')).toEqual(newest(100));
  });

  it.each([0, -1, 1.5, '', null, {}])('[messages.limitMost] %j is refused', async (limit) => {
    expect(await ask({ limit })).toEqual(invalidField);
  });

  it('[messages.answer] pages by skip or offset, and counts all of them on each', async () => {
    expect(await ask({ limit: 50, skip: 100 })).toEqual(newest(50, 100));
    expect(await ask({ limit: 30, offset: '70' })).toEqual(newest(30, 70));
    expect(await ask({ limit: 30, skip: 10, offset: 70 })).toEqual(newest(30, 10));
    expect(await ask({ skip: 500 })).toEqual(newest(100, 500));
  });

  it('[messages.queryOnPost] fields in the query string count as those of the body, which come first', async () => {
    const { botId } = nth(account.bots, 0);
    expect(await askMessages(account, { query: 'limit=7&offset=3' })).toEqual(newest(7, 3));
    expect(await askMessages(account, { query: 'limit=7', body: { limit: 2 } })).toEqual(newest(2));
    expect(await askMessages(account, { botId, query: 'limit=7&limit=8' })).toEqual(invalidParameter);
  });
});

describe('order', () => {
  it.each([true, 'true'])('[messages.forward] %j is oldest first', async (forward) => {
    const { messages } = await messagesOf(account, { body: { forward, limit: 3, skip: 2 } });
    expect(messages).toEqual(rows.slice(2, 5));
  });

  it.each([false, 'false'])('[messages.forward] %j is newest first', async (forward) => {
    const { messages } = await messagesOf(account, { body: { forward, limit: 3, skip: 2 } });
    expect(messages).toEqual(rows.toReversed().slice(2, 5));
  });

  it.each([1, 'yes', null])('[messages.forward] %j is refused', async (forward) => {
    expect(await askMessages(account, { body: { forward } })).toEqual(invalidField);
  });

  it('[messages.order] by default the newest page, oldest first', async () => {
    expect(await askMessages(account, { body: { limit: 3, skip: 2 } })).toEqual(newest(3, 2));
  });

  it('[messages.sameInstant] messages of one instant have a fixed order on all pages', async () => {
    const other = await emulator.createAccount();
    const at = { createdOn: minutesAgo(5) };
    const same = upTo(9).map((number) => makeMessage(other.botId(), number, at));
    await importMessages(other, same.toReversed());
    const ids: unknown[] = [];
    for (let skip = 0; skip < 9; skip += 2) {
      const page = await messagesOf(other, { body: { forward: true, limit: 2, skip } });
      ids.push(...page.messages.map(({ _id }) => _id));
    }
    expect(ids).toEqual(upTo(9).map(messageIdOf));
  });
});

describe('window', () => {
  const ask = (body: unknown) => askMessages(account, { body });

  it('[messages.window] both ends inclusive, by the time of the message', async () => {
    const dates = { dateFrom: minutesAgo(20), dateTo: minutesAgo(18) };
    expect(await ask(dates)).toEqual(foundMessages(rows.slice(count - 20, count - 17)));
    const tooLong = refused('windowTooLong', 'window_too_long');
    expect(await ask({ dateFrom: '2026-03-01', dateTo: '2026-03-09' })).toEqual(tooLong);
    expect(await ask({ dateFrom: 'then' })).toEqual(refused('validation', 'date_invalid'));
  });
});

describe('filters', () => {
  let filtered: Account;
  const sessionId = sessionIdOf(1);
  const tags = (type: string, value: string) => ({
    tags: { messageTags: [], userTags: [], sessionTags: [], [`${type}Tags`]: [{ name: 'topic', value }] },
  });
  const numbersOf = async (ask: Ask) =>
    (await messagesOf(filtered, ask)).messages.map(({ createdOn }) =>
      Math.round((Date.parse(minutesAgo(0)) - Date.parse(createdOn)) / 60_000),
    );

  beforeAll(async () => {
    filtered = await emulator.createAccount();
    const make = (number: number, change: Record<string, unknown>) =>
      makeMessage(filtered.botId(), number, change);
    await importMessages(filtered, [
      make(1, { createdBy: 'u-one', identities: ['one@example.com'], ...tags('message', 'a') }),
      make(2, { channels: [{ type: 'sms' }], ...tags('user', 'a') }),
      make(3, { sessionId, ...tags('session', 'b') }),
      make(4, { sessionId: sessionIdOf(2) }),
      make(20 * 24 * 60, { sessionId }),
    ]);
    await filtered.importRows([
      makeRow(filtered.botId(), 30, { noOfMessagesExchanged: 2, userId: 'u-made', channel: 'korevg' }),
      {
        ...makeRow(filtered.botId(), 40, { noOfMessagesExchanged: 2, userId: 'u-made' }),
        identities: ['made@example.com'],
        callId: 'call-7',
      },
    ] as Parameters<Account['importRows']>[0]);
  });

  it.each([
    ['u-one', [1]],
    ['one@example.com', [1]],
    [user, [4, 3, 2]],
    ['u-made', [40, 40, 30, 30]],
    ['made@example.com', [40, 40]],
    ['nobody', []],
  ])('[messages.userId] %s', async (userId, expected) => {
    const numbers = await numbersOf({ body: { userId } });
    expect(numbers.map((number) => (number > 30 ? 40 : number > 20 ? 30 : number))).toEqual(expected);
    expect(await numbersOf({ query: `userId=${encodeURIComponent(userId)}` })).toEqual(numbers);
  });

  it('[messages.userId] an imported row does not show its identities', async () => {
    const { messages } = await messagesOf(filtered, { body: { userId: 'u-one' } });
    expect(messages[0]).not.toHaveProperty('identities');
  });

  it('[messages.userIdOnGet] a GET without userId is refused', async () => {
    expect(await askMessages(filtered, { method: 'GET' })).toEqual(invalidParameter);
    expect(await askMessages(filtered, { method: 'GET', version: 'getMessages' })).toEqual(invalidParameter);
  });

  it('[messages.channelType] messages of a channel', async () => {
    expect(await numbersOf({ body: { channelType: 'sms' } })).toEqual([2]);
    expect((await messagesOf(filtered, { query: 'channelType=korevg' })).total).toBe(2);
    expect(await numbersOf({ body: { channelType: 'SMS' } })).toEqual([]);
    expect(await askMessages(filtered, { body: { channelType: '' } })).toEqual(invalidField);
  });

  it('[messages.channelTypeOnGet] a GET is for rtm', async () => {
    expect((await messagesOf(filtered, { method: 'GET', query: 'userId=u-made' })).total).toBe(2);
    const korevg = 'userId=u-made&channelType=korevg';
    expect((await messagesOf(filtered, { method: 'GET', query: korevg })).total).toBe(2);
  });

  it('[messages.channelTypeOnPost] a POST is for every channel', async () => {
    expect((await messagesOf(filtered, { body: { userId: 'u-made' } })).total).toBe(4);
  });

  it.each([
    [{ and: [{ name: 'topic', values: ['a'] }] }, [2, 1]],
    [{ and: [{ name: 'topic', values: ['a'], type: 'message' }] }, [1]],
    [{ and: [{ name: 'topic', values: ['a'], type: 'user' }] }, [2]],
    [
      {
        or: [
          { name: 'topic', values: ['b'], type: 'session' },
          { name: 'topic', values: ['a'], type: 'user' },
        ],
      },
      [3, 2],
    ],
    [{ and: [{ name: 'topic', values: ['b'], type: 'message' }] }, []],
  ])('[messages.tags] %j', async (filter, expected) => {
    expect(await numbersOf({ body: { tags: filter } })).toEqual(expected);
  });

  it('[messages.tags] an unknown type is refused', async () => {
    const filter = { and: [{ name: 'topic', values: ['a'], type: 'bot' }] };
    expect(await askMessages(filtered, { body: { tags: filter } })).toEqual(invalidField);
  });

  it('[messages.sessionIdAlone] an array or one id, for any time', async () => {
    const old = 20 * 24 * 60;
    expect(await numbersOf({ body: { sessionId: [sessionId] } })).toEqual([old, 3]);
    expect(await numbersOf({ body: { sessionId } })).toEqual([old, 3]);
    expect(await numbersOf({ method: 'GET', query: `userId=${user}&sessionId=${sessionId}` })).toEqual([
      old,
      3,
    ]);
    expect(
      await numbersOf({ body: { sessionId: [sessionId, sessionIdOf(2), 'none', 'no id', ''] } }),
    ).toEqual([old, 4, 3]);
    expect(await numbersOf({ body: { sessionId: [] } })).toEqual([]);
  });

  it('[messages.sessionIdWithDates] within the window', async () => {
    const ids = { sessionId: [sessionId, sessionIdOf(2)] };
    expect(await numbersOf({ body: { ...ids, dateTo: '2026-03-10' } })).toEqual([4, 3]);
    expect(await numbersOf({ body: { ...ids, dateFrom: minutesAgo(3) } })).toEqual([3]);
  });

  it('[messages.sessionIdMost] 50 ids, repeated ones counted', async () => {
    const ask = (ids: number) => ({ body: { sessionId: Array.from({ length: ids }, () => sessionIdOf(2)) } });
    expect(await numbersOf(ask(50))).toEqual([4]);
    expect(await askMessages(filtered, ask(51))).toEqual(refused('validation', 'session_ids_too_many'));
  });

  it('[messages.callId] messages of a call, in rows of their own shape', async () => {
    const answer = await askMessages(filtered, { query: 'callId=call-7' });
    const text = expect.any(String);
    expect(answer.body).toEqual({
      total: 2,
      moreAvailable: false,
      messages: [
        { type: 'incoming', text, timestamp: minutesAgo(40) },
        { type: 'outgoing', text, timestamp: expect.stringMatching(/^2026-03-10T11:20:\d\d\.\d{3}Z$/) },
      ],
    });
    expect((await messagesOf(filtered, { body: { callId: 'call-8' } })).total).toBe(0);
    await importMessages(filtered, [makeMessage(filtered.botId(), 39, { sessionId: sessionIdOf(40) })]);
    expect((await askMessages(filtered, { query: 'callId=call-7' })).body).toEqual({
      total: 1,
      moreAvailable: false,
      messages: [{ type: 'incoming', text: 'message 39', timestamp: minutesAgo(39) }],
    });
  });
});

describe('msgId', () => {
  const ask = (body: Record<string, unknown>) =>
    askMessages(account, { body: { msgId: messageIdOf(60), ...body } });
  const part = (from: number, to: number, body: object) => ({
    ...foundMessages([]),
    body: { ...body, messages: rows.slice(count - from, count - to + 1) },
  });

  it('[messages.msgId] forward from it, which is the default', async () => {
    const first = part(60, 51, { total: 60, moreAvailable: true });
    expect(await ask({ limit: 10 })).toEqual(first);
    expect(await ask({ limit: 10, direction: 1 })).toEqual(first);
    expect(await ask({ limit: 10, direction: '2' })).toEqual(first);
    expect(await ask({ limit: 10, skip: 55 })).toEqual(part(5, 1, { total: 60, moreAvailable: false }));
    expect(await ask({ limit: 1 })).toEqual(part(60, 60, { total: 60, moreAvailable: true }));
  });

  it('[messages.msgId] back from it', async () => {
    expect(await ask({ limit: 10, direction: -1 })).toEqual(part(69, 60, { total: 71, moreAvailable: true }));
    expect(await ask({ limit: 10, skip: 65, direction: '-1' })).toEqual(
      part(130, 125, { total: 71, moreAvailable: false }),
    );
  });

  it('[messages.msgId] both ways from it', async () => {
    expect(await ask({ limit: 5, direction: 0 })).toEqual(part(62, 58, { total: 130, moreAvailable: true }));
    expect(await ask({ direction: 'up' })).toEqual(invalidField);
  });

  it('[messages.msgId] a made-up message is found by its id', async () => {
    const other = await emulator.createAccount();
    await other.importRows([
      makeRow(other.botId(), 9, { noOfMessagesExchanged: 7 }),
      makeRow(other.botId(), 8),
    ]);
    const { messages } = await messagesOf(other);
    for (const [index, { _id }] of messages.entries()) {
      expect((await messagesOf(other, { body: { msgId: _id } })).messages).toEqual(messages.slice(index));
    }
  });

  it.each(['ms-none', 'ms-00000000-0000-5000-a000-000000000000', 'ü'])(
    '[messages.msgIdUnknown] %s finds nothing',
    async (msgId) => {
      expect(await ask({ msgId })).toEqual(foundMessages([]));
    },
  );

  it('[messages.msgIdWithDates] dates beside it are refused', async () => {
    expect(await ask({ dateFrom: '2026-03-10' })).toEqual(invalidField);
    expect(await ask({ dateTo: '2026-03-10' })).toEqual(invalidField);
  });
});

it.each([{ userId: 7 }, { sessionId: 7 }, { sessionId: [7] }, { tags: [] }, { includeTraceId: 'perhaps' }])(
  '[messages.versionTwo] %j is refused',
  async (body) => {
    expect(await askMessages(account, { body })).toEqual(invalidField);
  },
);
