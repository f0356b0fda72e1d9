import { describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { useEmulator } from './support/emulator.ts';
import { type MessageRow, messagesOf } from './support/messages.ts';
import { makeRow, minutesAgo, now, type Row, sessionIdOf } from './support/rows.ts';

const emulator = useEmulator();

async function withSession(change: Partial<Row> = {}): Promise<{ account: Account; session: Row }> {
  const account = await emulator.createAccount();
  const session = makeRow(account.botId(), 30, { noOfMessagesExchanged: 9, ...change });
  await account.importRows([session]);
  return { account, session };
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const matching = (text: string) => expect.stringMatching(new RegExp(`^${text}$`));

describe('messages that are made of a session', () => {
  it('[messages.made] as many as it says, between its start and its end, the same at every read', async () => {
    const { account, session } = await withSession();
    const first = await messagesOf(account);
    expect(first.total).toBe(9);
    const times = first.messages.map(({ createdOn }) => createdOn);
    expect(times).toEqual([...times].sort());
    expect(times[0]).toBe(session.start_time);
    expect((times.at(-1) ?? '') <= session.end_time).toBe(true);
    expect(new Set(first.messages.map(({ _id }) => _id)).size).toBe(9);
    for (const body of [{}, { sessionId: [session.sessionId] }, { limit: 9, dateTo: '2026-03-10' }]) {
      expect(await messagesOf(account, { body })).toEqual(first);
    }
  });

  it('[messages.row] in rows as the vendor has them', async () => {
    const tags = {
      userTags: [{ value: 'newuser', name: 'regular' }],
      sessionTags: [{ value: 'billing', name: 'intent' }],
    };
    const { account, session } = await withSession({
      tags,
      channel: 'korevg',
      isDeveloper: true,
      session_lang: ['de'],
    });
    const { messages } = await messagesOf(account);
    for (const message of messages) {
      const at = Date.parse(message.createdOn);
      expect(message).toEqual({
        _id: matching(`ms-${uuid}`),
        botId: session.botId,
        orgId: matching(`o-${uuid}`),
        accountId: matching('[0-9a-f]{24}'),
        type: expect.stringMatching(/^(incoming|outgoing)$/),
        status: expect.stringMatching(/^(received|pending)$/),
        channels: [{ type: 'korevg' }],
        components: [
          { _id: matching(`cp-${uuid}`), cT: 'text', data: { text: expect.any(String) }, thumbnails: [] },
        ],
        createdBy: session.userId,
        lmodifiedBy: session.userId,
        createdOn: new Date(at).toISOString(),
        lmodifiedOn: message.createdOn,
        __lModifiedOn__: `${message.createdOn.slice(0, 19)}.000Z`,
        timestampValue: expect.toSatisfy((value: number) => value >= at && value < at + 16),
        sessionId: session.sessionId,
        chnl: 'korevg',
        lang: 'de',
        isBB: 1,
        isD: 1,
        ms: 1,
        sT: 1,
        __v: 0,
        resourceid: 'messagestore',
        ...(message.tN === undefined ? {} : { tN: expect.any(String) }),
        tags: { messageTags: [], ...tags, altText: [] },
      });
    }
    expect(messages.filter(({ tN }) => tN !== undefined).every(({ type }) => type === 'outgoing')).toBe(true);
    expect(messages.some(({ tN }) => tN !== undefined)).toBe(true);
  });

  it('[messages.madeTypes] the user comes first, and only in an interactive session', async () => {
    const typesOf = async (sessionType: string) => {
      const { account } = await withSession({ sessionType, noOfMessagesExchanged: 4 });
      return (await messagesOf(account)).messages.map(({ type }) => type);
    };
    expect(await typesOf('interactive')).toEqual(['incoming', 'outgoing', 'incoming', 'outgoing']);
    expect(await typesOf('non-interactive')).toEqual(Array(4).fill('outgoing'));
  });

  it('[messages.madeByAgent] an agent speaks at the end of a session that is contained by one', async () => {
    const { account } = await withSession({ containmentType: 'agent' });
    const { messages } = await messagesOf(account);
    const isOfAgent = (message: MessageRow) => message.isA === true;
    expect(messages.map(isOfAgent)).toEqual([...Array(6).fill(false), ...Array(3).fill(true)]);
    const agents = messages.filter(isOfAgent);
    expect(new Set(agents.map(({ conversationId }) => conversationId))).toEqual(
      new Set([agents[0]?.conversationId]),
    );
    expect(agents[0]?.conversationId).toMatch(new RegExp(`^c-${uuid}$`));
    for (const { type, author } of agents) {
      const expected = { id: matching(`u-${uuid}`), type: 'AGENT' };
      if (type === 'outgoing') expect(author).toEqual(expected);
      else expect(author).toBeUndefined();
    }
  });

  it('[messages.madeByClock] of an active session those up to the clock, which stay as they are', async () => {
    const account = await emulator.createAccount();
    const { sessionStatus: _, ...active } = makeRow(account.botId(), 30, {
      noOfMessagesExchanged: 20,
      end_time: minutesAgo(-30),
    });
    await account.importRows([active]);
    const before = await messagesOf(account);
    expect(before.total).toBeGreaterThan(0);
    expect(before.total).toBeLessThan(20);
    expect(before.messages.every(({ createdOn }) => createdOn <= now)).toBe(true);
    await account.setClock({ mode: 'frozen', now: minutesAgo(-31) });
    const after = await messagesOf(account);
    expect(after.total).toBe(20);
    expect(after.messages.slice(0, before.total)).toEqual(before.messages);
    await account.setClock({ mode: 'frozen', now });
    expect(await messagesOf(account)).toEqual(before);
  });

  it('[messages.window] the window cuts through a session', async () => {
    const { account, session } = await withSession({ end_time: minutesAgo(10) });
    const { messages } = await messagesOf(account);
    const [, , third, , fifth] = messages;
    const body = { dateFrom: third?.createdOn, dateTo: fifth?.createdOn };
    expect((await messagesOf(account, { body })).messages).toEqual(messages.slice(2, 5));
    const ids = { ...body, sessionId: [session.sessionId] };
    expect((await messagesOf(account, { body: ids })).messages).toEqual(messages.slice(2, 5));
  });

  it('[messages.extras] includeTraceId and includeLatency', async () => {
    const { account } = await withSession();
    const body = { includeTraceId: 'true', includeLatency: true };
    const { messages } = await messagesOf(account, { body });
    for (const { type, traceId, latency } of messages) {
      if (type === 'incoming') {
        expect(traceId).toMatch(new RegExp(`^${uuid}$`));
        expect(latency).toBeUndefined();
      } else {
        expect(traceId).toBeUndefined();
        const { totalMs, asr, bot, tts } = latency ?? {};
        expect(totalMs).toBe((asr ?? 0) + (bot ?? 0) + (tts ?? 0));
      }
    }
    expect(await messagesOf(account, { body })).toEqual(await messagesOf(account, { body }));
  });

  it('[messages.made] follow the session that they are made of', async () => {
    const { account, session } = await withSession();
    await account.importRows([{ ...session, noOfMessagesExchanged: 2 }]);
    expect((await messagesOf(account)).total).toBe(2);
    await account.call('DELETE', `/sessions/${session.sessionId}`);
    expect((await messagesOf(account)).total).toBe(0);
  });

  it('[messages.made] are of no session whose row says that it has none', async () => {
    const { account } = await withSession({ noOfMessagesExchanged: 0 });
    await account.importRows([makeRow(account.botId(), 40, { sessionId: sessionIdOf(4) })]);
    expect((await messagesOf(account)).messages.map(({ sessionId }) => sessionId)).toEqual(
      Array(3).fill(sessionIdOf(4)),
    );
  });
});
