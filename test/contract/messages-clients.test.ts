import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { useEmulator } from './support/emulator.ts';
import {
  importMessages,
  type MessageRow,
  type MessagesBody,
  makeMessage,
  messagesOf,
} from './support/messages.ts';
import { generate } from './support/sessions.ts';

/* Programs that are known to ask for messages, each as far as it is known what it sends and reads. */

const emulator = useEmulator();
const dates = { dateFrom: '2026-03-04', dateTo: '2026-03-10' };
let account: Account;
let expected: number;

interface Session {
  sessionId: string;
  noOfMessagesExchanged: number;
  end_time: string;
}

async function sessionsOf(): Promise<Session[]> {
  const sessions: Session[] = [];
  for (let skip = 0; ; skip += 100) {
    const { body } = await account.ask({ body: { ...dates, skip, limit: 100 } });
    const page = body as { sessions: Session[]; moreAvailable: boolean };
    sessions.push(...page.sessions);
    if (!page.moreAvailable) return sessions;
  }
}

beforeAll(async () => {
  account = await emulator.createAccount();
  await generate(account, {
    seed: 'clients',
    count: 230,
    from: '2026-03-05T00:00:00.000Z',
    to: '2026-03-10T06:00:00.000Z',
  });
  const [first, second] = await sessionsOf();
  const at = (number: number, sessionId?: string) =>
    makeMessage(account.botId(), number, sessionId === undefined ? {} : { sessionId });
  await importMessages(account, [
    at(10, first?.sessionId),
    at(11, first?.sessionId),
    at(12, second?.sessionId),
    at(13),
  ]);
  const { total } = await messagesOf(account, { body: { ...dates, limit: 1 } });
  expected = total;
});

const textsOf = ({ components }: MessageRow): string[] => components.map(({ data }) => data.text);

describe('clients of getMessages', () => {
  it('[messages.sessionIdWithDates] lists sessions, then fetches messages of 20 at a time with dates', async () => {
    const sessions = await sessionsOf();
    expect(sessions).toHaveLength(230);
    const rows: unknown[][] = [];
    for (let from = 0; from < sessions.length; from += 20) {
      const sessionId = sessions.slice(from, from + 20).map((session) => session.sessionId);
      const page = await messagesOf(account, { body: { sessionId, ...dates, limit: 10_000 } });
      expect(page.moreAvailable).toBe(false);
      for (const row of page.messages) {
        const { sessionId: id, createdOn, type, timestampValue } = row;
        expect(sessionId).toContain(id);
        rows.push([id, createdOn, type, timestampValue, ...textsOf(row)]);
      }
    }
    // The one that belongs to no session is in no list.
    expect(rows).toHaveLength(expected - 1);
    expect(rows.flat().every((value) => value !== undefined)).toBe(true);
  });

  it('[messages.answer] walks a window by skip until a page is short', async () => {
    const limit = 150;
    const ids: string[] = [];
    for (let skip = 0; ; skip += limit) {
      const { messages } = await messagesOf(account, { body: { ...dates, skip, limit } });
      ids.push(...messages.map(({ _id }) => _id));
      if (messages.length < limit) break;
    }
    expect(new Set(ids).size).toBe(expected);
    expect(ids).toHaveLength(expected);
  });

  it('[messages.stream, messages.forward] loops with offset until there is no more, oldest first', async () => {
    const times: string[] = [];
    for (let offset = 0, more = true; more; offset += 100) {
      const page: MessagesBody = await messagesOf(account, {
        route: 'stream',
        version: 'getMessages',
        body: { ...dates, offset, limit: 100, forward: true },
      });
      times.push(...page.messages.map(({ createdOn }) => createdOn));
      more = page.moreAvailable;
    }
    expect(times).toHaveLength(expected);
    expect(times).toEqual([...times].sort());
  });

  it('[messages.sessionIdAlone] sends the id of one session and nothing else', async () => {
    const [imported, , third] = await sessionsOf();
    const of = (session: Session | undefined) =>
      messagesOf(account, { body: { sessionId: [session?.sessionId] } });
    expect((await of(imported)).messages.map(textsOf)).toEqual([['message 11'], ['message 10']]);
    const { total, messages } = await of(third);
    expect(total).toBe(messages.length);
    expect(messages.every(({ sessionId }) => sessionId === third?.sessionId)).toBe(true);
  });
});
