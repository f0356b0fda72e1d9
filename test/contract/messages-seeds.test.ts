import { describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { useEmulator } from './support/emulator.ts';
import {
  askMessages,
  foundMessages,
  importMessages,
  makeMessage,
  messageIdOf,
  messagesOf,
} from './support/messages.ts';
import { fieldsOf } from './support/problem.ts';
import { makeRow, sessionIdOf } from './support/rows.ts';

const emulator = useEmulator();
const bots = [{ botId: 'st-seeded' }];

const session = makeRow('st-seeded', 30, { noOfMessagesExchanged: 3 });
const other = makeRow('st-seeded', 20, { noOfMessagesExchanged: 2 });
const ofSession = makeMessage('st-seeded', 25, { sessionId: sessionIdOf(30), cluster: 'unknown' });
const ofNone = makeMessage('st-seeded', 5);

/** Of an account with both sessions and both messages. */
async function expectWhole(account: Account): Promise<void> {
  const { total, messages } = await messagesOf(account);
  expect(total).toBe(4);
  expect(messages.map(({ _id }) => _id).filter((id) => id.endsWith('000000000000'))).toEqual([
    messageIdOf(25),
    messageIdOf(5),
  ]);
  expect(await askMessages(account, { body: { sessionId: sessionIdOf(30) } })).toEqual(
    foundMessages([ofSession]),
  );
  expect(await account.ask({ body: {} })).toMatchObject({ body: { total: 2 } });
}

async function created(body: object): Promise<Account> {
  const response = await emulator.control('POST', '/accounts', body);
  expect(response.status).toBe(201);
  return emulator.accountOf((await response.json()) as Parameters<typeof emulator.accountOf>[0]);
}

const clock = { mode: 'frozen', now: '2026-03-10T12:00:00.000Z' };

describe('a seed with messages', () => {
  it.each<[string, unknown]>([
    ['an object with both lists', { sessions: [session, other], messages: [ofSession, ofNone] }],
    ['messages before sessions', { messages: [ofSession, ofNone], sessions: [session, other] }],
    [
      'answers of both',
      [
        { total: 2, moreAvailable: false, sessions: [session, other] },
        { total: 2, messages: [ofNone, ofSession] },
      ],
    ],
    [
      'rows of both, one of them twice',
      [ofSession, { ...session, channel: 'sms' }, ofNone, other, session, ofNone],
    ],
  ])('[messages.imported] is taken as %s', async (_, seed) => {
    const response = await emulator.control('POST', '/accounts', { bots, clock, seed });
    const body = (await response.json()) as Parameters<typeof emulator.accountOf>[0] & { seed: object };
    expect(body.seed).toMatchObject({ written: 2, messages: 2, settled: true, truth: { total: 2 } });
    await expectWhole(emulator.accountOf(body));
  });

  it('[messages.imported] may be of messages alone', async () => {
    const account = await created({ bots, clock, seed: { messages: [ofSession, ofNone] } });
    expect(await askMessages(account)).toEqual(foundMessages([ofSession, ofNone]));
    expect(await account.ask()).toMatchObject({ body: { total: 0 } });
  });

  it('[emulator] is what a reset goes back to, and is in snapshots, templates and copies', async () => {
    const account = await created({
      bots,
      clock,
      seed: { sessions: [session, other], messages: [ofSession, ofNone] },
    });
    await account.control('PUT', '/snapshots/begin');
    await account.control('DELETE', '/messages');
    await importMessages(account, [makeMessage('st-seeded', 1)]);
    const copy = await created({ from: { accountId: account.accountId, snapshot: 'begin' } });
    await expectWhole(copy);
    await account.control('POST', '/reset');
    await expectWhole(account);
    await copy.control('DELETE', '/sessions');
    expect((await messagesOf(copy)).total).toBe(0);
    await copy.control('POST', '/reset');
    await expectWhole(copy);
    const name = `t-${account.accountId}`;
    await emulator.control('PUT', `/templates/${name}`, { from: { accountId: account.accountId } });
    await expectWhole(await created({ from: { template: name } }));
    await emulator.control('DELETE', `/templates/${name}`);
  });

  it('[emulator] is what the exports of an account give, put one behind the other', async () => {
    const account = await created({
      bots,
      clock,
      seed: { sessions: [session, other], messages: [ofSession, ofNone] },
    });
    await importMessages(account, [{ ...makeMessage('st-seeded', 3), identities: ['jane@example.com'] }]);
    const lines: string[] = [];
    for (const what of ['sessions', 'messages']) {
      const response = await emulator.control('GET', `/accounts/${account.accountId}/${what}`);
      lines.push(...(await response.text()).trim().split('\n'));
    }
    const seed = lines.map((line) => JSON.parse(line) as unknown);
    const again = await created({ bots, clock, seed });
    for (const body of [
      {},
      { userId: 'jane@example.com' },
      { sessionId: sessionIdOf(30) },
      { forward: true },
    ]) {
      const expected = await askMessages(account, { body });
      const isOfAccount = /"(?:orgId|accountId)":"[^"]*"/g;
      const text = (answer: unknown) => JSON.stringify(answer).replace(isOfAccount, '');
      expect(text(await askMessages(again, { body }))).toBe(text(expected));
    }
    expect(await again.ask()).toEqual(await account.ask());
  });

  it('[emulator] names rows that are no messages by their place, and makes no account then', async () => {
    const seed = [
      session,
      { ...ofNone, createdOn: 'then', timestampValue: null },
      { ...ofSession, botId: 'st-else' },
    ];
    const accountId = `bad-${(await created({ bots })).accountId}`;
    const response = await emulator.control('POST', '/accounts', { accountId, bots, clock, seed });
    expect(response.status).toBe(400);
    const body: unknown = await response.json();
    expect(fieldsOf({ body })).toEqual(['seed.1', 'seed.2']);
    expect((await emulator.control('GET', `/accounts/${accountId}`)).status).toBe(404);
    const list = await emulator.control('POST', '/accounts', { bots, seed: { messages: 'none' } });
    expect({ status: list.status, body: fieldsOf({ body: await list.json() }) }).toEqual({
      status: 400,
      body: ['seed.messages'],
    });
  });
});
