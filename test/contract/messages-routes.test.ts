import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { readJournal } from './support/journal.ts';
import { askMessages, foundMessages, importMessages, makeMessage, messagesOf } from './support/messages.ts';

const emulator = useEmulator();
const user = 'userId=u-8c4ca335-3152-5622-9cbb-51c6daf6c12f';
let account: Account;
let message: Record<string, unknown>;
let alert: Record<string, unknown>;
let action: Record<string, unknown>;

beforeAll(async () => {
  account = await emulator.createAccount({ bots: [{}, {}] });
  message = makeMessage(account.botId(), 1);
  alert = makeMessage(account.botId(), 3, { ms: 0 });
  action = makeMessage(account.botId(), 2, { ms: 2 });
  await importMessages(account, [message, alert, action]);
});

describe.each([
  { method: 'POST', query: '' },
  { method: 'GET', query: user },
])('by $method', (ask) => {
  it('[messages.versionTwo] leaves out messages of alert and action tasks', async () => {
    expect(await askMessages(account, ask)).toEqual(foundMessages([message]));
  });

  it('[messages.versionOne] has them', async () => {
    const all = foundMessages([alert, action, message]);
    expect(await askMessages(account, { ...ask, version: 'getMessages' })).toEqual(all);
  });

  it('[messages.stream] the other path of version 1 means the same', async () => {
    const stream = { ...ask, route: 'stream', version: 'getMessages' } as const;
    expect(await askMessages(account, stream)).toEqual(foundMessages([alert, action, message]));
  });
});

describe('the route of the account', () => {
  const route = { route: 'account', version: 'getMessages' } as const;

  it('[messages.account] has messages of every bot', async () => {
    const other = makeMessage(account.botId(1), 4);
    await importMessages(account, [other]);
    expect(await askMessages(account, route)).toEqual(foundMessages([other, alert, action, message]));
  });

  it('[messages.account] takes POST alone, and is version 1 alone', async () => {
    const notAllowed = refused('methodNotAllowed', 'method_not_allowed');
    expect(await askMessages(account, { ...route, method: 'GET', query: user })).toEqual(notAllowed);
    const unknown = refused('methodNotAllowed', 'path_unknown');
    expect(await askMessages(account, { ...route, version: 'getMessagesV2' })).toEqual(unknown);
    expect(await askMessages(account, { ...route, route: 'stream' })).not.toEqual(unknown);
    expect(await askMessages(account, { route: 'stream' })).toEqual(unknown);
  });
});

it('[messages.scope] an app without the scope is refused, one that is made without naming scopes has it', async () => {
  const { apps } = await emulator.createAccount({
    bots: [{ botId: 'st-scopes' }],
    apps: [
      { kind: 'builder', bots: [{ botId: 'st-scopes', scopes: ['bot_sessions:read'] }] },
      { kind: 'builder' },
      { kind: 'admin' },
      { kind: 'admin', scopes: ['chat_history:read'] },
    ],
  });
  const path = '/api/public/bot/st-scopes/getMessagesV2';
  const answers = [];
  for (const app of apps) answers.push((await account.ask({ path, app })).status);
  expect(answers).toEqual([401, 200, 200, 200]);
  const [first, , , last] = apps;
  expect(await account.ask({ path, ...(first && { app: first }) })).toEqual(
    refused('incorrectScope', 'scope_not_granted'),
  );
  const sessions = '/api/public/bot/st-scopes/getSessions';
  expect(await account.ask({ path: sessions, ...(last && { app: last }) })).toEqual(
    refused('incorrectScope', 'scope_not_granted'),
  );
});

describe('rate limits', () => {
  const limited = { rateLimit: { perMinute: 2, perHour: 9 } };
  const statuses = async (counted: Account, asks: readonly (() => Promise<{ status: number }>)[]) => {
    expect(counted.settings).toBeDefined();
    const found: number[] = [];
    for (const ask of asks) found.push((await ask()).status);
    return found;
  };
  const asksOf = (counted: Account) => {
    const sessions = () => counted.ask();
    const two = () => askMessages(counted);
    const one = () => askMessages(counted, { version: 'getMessages' });
    return [sessions, two, one, two, sessions, sessions];
  };

  it('[messages.rateBucket] messagesRateLimit own: both versions count together, and not with sessions', async () => {
    const counted = await emulator.createAccount(limited);
    expect(await statuses(counted, asksOf(counted))).toEqual([200, 200, 200, 429, 200, 429]);
  });

  it('[messages.rateBucket] messagesRateLimit shared: all count together', async () => {
    const counted = await emulator.createAccount({ ...limited, settings: { messagesRateLimit: 'shared' } });
    expect(await statuses(counted, asksOf(counted))).toEqual([200, 200, 429, 429, 429, 429]);
  });
});

it('[emulator] faults strike requests for messages, and the journal has them', async () => {
  const faulty = await emulator.createAccount();
  await faulty.setFaults({ times: 1, effect: { error: 'internal' } });
  expect((await askMessages(faulty)).status).toBe(500);
  expect(await messagesOf(faulty, { body: { strange: 1 }, query: 'odd=2' })).toEqual({
    total: 0,
    moreAvailable: false,
    messages: [],
  });
  const [last, first] = await readJournal(emulator, faulty, 2);
  const told = { api: 'getMessagesV2', route: 'bot', botId: faulty.botId() };
  expect(last).toMatchObject({ ...told, status: 200, unread: ['?odd', 'strange'], total: 0, returned: 0 });
  expect(first).toMatchObject({ ...told, status: 500, reason: { code: 'fault_injected' } });
});

it('[emulator] a fault rule can name the API that it is for, and only one that is emulated', async () => {
  const faulty = await emulator.createAccount();
  await faulty.setFaults({ match: { api: 'getMessagesV2' }, effect: { error: 'internal' } });
  expect((await askMessages(faulty)).status).toBe(500);
  expect((await askMessages(faulty, { version: 'getMessages' })).status).toBe(200);
  expect((await faulty.ask()).status).toBe(200);
  const unknown = [{ match: { api: 'getOthers' }, effect: { error: 'internal' } }];
  expect(await faulty.call('PUT', '/faults', unknown)).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', errors: [{ field: '0.match.api' }] },
  });
});

it('[messages.withoutEffect] what changes nothing is accepted, and noted in the journal', async () => {
  const noted = await emulator.createAccount();
  await askMessages(noted, {
    body: { getAgentsInfo: true, ivrInstID: 'i' },
    query: 'includeSecureForm=true',
  });
  const [entry] = await readJournal(emulator, noted, 1);
  expect(entry).toMatchObject({
    status: 200,
    unread: [],
    notes: [
      'getAgentsInfo is read without effect.',
      'includeSecureForm is read without effect.',
      'ivrInstID is read without effect.',
    ],
  });
});
