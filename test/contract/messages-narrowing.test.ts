import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, Ask } from './support/account.ts';
import { useEmulator } from './support/emulator.ts';
import { readJournal } from './support/journal.ts';
import { nth } from './support/list.ts';
import { askMessages, importMessages, makeMessage, messageIdOf, type Version } from './support/messages.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, minutesAgo, sessionIdOf } from './support/rows.ts';

const emulator = useEmulator();
let account: Account;

/* Of st-1: 3 messages made of a session, 2 imported ones of which one is of an alert; of st-2: 3 made, and 3 to come. */
beforeAll(async () => {
  account = await emulator.createAccount({ bots: [{ botId: 'st-1' }, { botId: 'st-2' }] });
  const tags = { userTags: [], sessionTags: [{ name: 'topic', value: 'a' }] };
  await account.importRows([
    makeRow('st-1', 30, { tags, noOfMessagesExchanged: 3 }),
    makeRow('st-2', 20, { noOfMessagesExchanged: 3 }),
    makeRow('st-2', -60, { noOfMessagesExchanged: 3 }),
  ]);
  await importMessages(account, [
    makeMessage('st-1', 5, { channels: [{ type: 'sms' }], createdBy: 'u-5' }),
    makeMessage('st-1', 4, { ms: 0 }),
  ]);
});

type Asked = Ask & { version?: Version };

async function narrowingOf(ask: Asked): Promise<unknown> {
  await account.call('DELETE', '/requests');
  await askMessages(account, ask);
  const { returned, narrowing } = nth(await readJournal(emulator, account, 1), 0);
  expect(returned).toBe(0);
  return narrowing;
}

const explain = (supposed: object) =>
  account.control<Record<string, unknown>>('POST', '/explain', {
    api: 'getMessagesV2',
    botId: 'st-1',
    ...supposed,
  });

const topic = (value: string) => ({ and: [{ name: 'topic', values: [value], type: 'session' }] });
const soon = { dateFrom: minutesAgo(31), dateTo: minutesAgo(1) };

describe('a request for messages that finds nothing', () => {
  it.each<[string, Asked, number[]]>([
    ['the window', { body: { dateFrom: '2026-02-01', dateTo: '2026-02-02' } }, [0, 0, 0, 0, 0, 0, 0, 0]],
    [
      'the bot',
      { botId: 'st-2', body: { dateFrom: minutesAgo(5), dateTo: minutesAgo(4) } },
      [2, 0, 0, 0, 0, 0, 0, 0],
    ],
    ['that only tasks said anything', { body: { dateFrom: minutesAgo(4) } }, [1, 1, 0, 0, 0, 0, 0, 0]],
    ['the channel', { body: { ...soon, channelType: 'slack' } }, [8, 5, 4, 0, 0, 0, 0, 0]],
    ['tags', { body: { ...soon, channelType: 'rtm', tags: topic('b') } }, [8, 5, 4, 3, 0, 0, 0, 0]],
    [
      'the user',
      { body: { ...soon, channelType: 'rtm', tags: topic('a'), userId: 'u-nobody' } },
      [8, 5, 4, 3, 3, 0, 0, 0],
    ],
    ['the call id', { body: { ...soon, userId: 'u-5', callId: 'none' } }, [8, 5, 4, 4, 4, 1, 0, 0]],
    ['the page', { body: { ...soon, skip: 4 } }, [8, 5, 4, 4, 4, 4, 4, 0]],
  ])('[emulator] has in the journal what each part has left: %s', async (_, ask, counts) => {
    const [window, bot, tasks, channelType, tags, user, callId, page] = counts;
    const expected = { window, bot, tasks, channelType, tags, user, callId, page };
    const narrowing = await narrowingOf({ botId: 'st-1', ...ask });
    const { notYetStarted: _later, ...steps } = narrowing as Record<string, number>;
    expect(steps).toEqual(expected);
    expect(Object.keys(steps)).toEqual(Object.keys(expected));
  });

  it('[emulator] version 1 leaves no tasks out, ids come before the bot, and a message that is none ends it', async () => {
    const ofTask = { botId: 'st-1', version: 'getMessages' as const };
    expect(await narrowingOf({ ...ofTask, body: { dateFrom: minutesAgo(4), skip: 1 } })).toMatchObject({
      window: 1,
      bot: 1,
      page: 0,
    });
    expect(await narrowingOf({ ...ofTask, body: { ...soon, skip: 9 } })).not.toHaveProperty('tasks');
    const sessionId = [sessionIdOf(20), 'none'];
    expect(await narrowingOf({ botId: 'st-1', body: { sessionId } })).toEqual({
      sessionId: 3,
      bot: 0,
      tasks: 0,
      ...{ channelType: 0, tags: 0, user: 0, callId: 0, page: 0 },
    });
    expect(await narrowingOf({ botId: 'st-1', body: { msgId: messageIdOf(99) } })).toEqual({
      message: 0,
      page: 0,
    });
    const past = { msgId: messageIdOf(5), channelType: 'slack' };
    expect(await narrowingOf({ botId: 'st-1', body: past })).toMatchObject({ message: 2, bot: 2, tasks: 1 });
  });

  it('[emulator] says how many the clock has not reached, also of sessions that are asked for', async () => {
    const dates = { dateFrom: minutesAgo(-30), dateTo: minutesAgo(-90) };
    expect(await narrowingOf({ botId: 'st-2', body: dates })).toMatchObject({ window: 0, notYetStarted: 3 });
    const ask = { botId: 'st-2', body: { sessionId: sessionIdOf(-60) } };
    expect(await narrowingOf(ask)).toMatchObject({ sessionId: 0, notYetStarted: 3 });
  });

  it('[emulator] says nothing of an account that has none at all', async () => {
    const empty = await emulator.createAccount();
    await askMessages(empty);
    expect(nth(await readJournal(emulator, empty, 1), 0)).not.toHaveProperty('narrowing');
    await importMessages(empty, [makeMessage(empty.botId(), 5)]);
    await empty.call('DELETE', '/requests');
    await askMessages(empty, { body: { skip: 1 } });
    expect(nth(await readJournal(emulator, empty, 1), 0)).toMatchObject({
      narrowing: { window: 1, page: 0 },
    });
  });
});

describe('explain', () => {
  it('[emulator] tells the same of any request for messages', async () => {
    expect(await explain({ body: { ...soon, skip: 1 } })).toMatchObject({
      status: 200,
      total: 4,
      returned: 3,
      narrowing: { window: 8, bot: 5, tasks: 4, callId: 4, page: 3 },
    });
  });

  it('[emulator] also of a GET, which has rules of its own', async () => {
    const query = `dateFrom=${soon.dateFrom}&dateTo=${soon.dateTo}`;
    expect(await explain({ method: 'GET', query })).toMatchObject({ status: 412 });
    const ofUser = { method: 'GET', query: `${query}&userId=u-5` };
    expect(await explain(ofUser)).toMatchObject({ total: 0, narrowing: { tasks: 4, channelType: 3 } });
  });

  it('[emulator] knows which routes and methods there are', async () => {
    const call = (body: object) => account.call('POST', '/explain', { api: 'getMessagesV2', ...body });
    const noRoute = await call({ route: 'account' });
    expect(noRoute).toMatchObject(problem(400, 'invalid_request'));
    expect(fieldsOf(noRoute)).toEqual(['route']);
    const noMethod = await call({ api: 'getSessions', botId: 'st-1', method: 'GET' });
    expect(fieldsOf(noMethod)).toEqual(['method']);
  });
});
