import { describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { answered, invalidField, invalidParameter, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { askMessages, foundMessages, importMessages, makeMessage, messagesOf } from './support/messages.ts';
import { sessionIdOf, upTo } from './support/rows.ts';

const emulator = useEmulator();

async function withMessages(
  settings: Record<string, unknown>,
  count = 5,
  change: (number: number) => Record<string, unknown> = () => ({}),
): Promise<{ account: Account; rows: Record<string, unknown>[] }> {
  const account = await emulator.createAccount({ settings });
  const rows = upTo(count)
    .reverse()
    .map((number) => makeMessage(account.botId(), number, change(number)));
  await importMessages(account, rows);
  return { account, rows };
}

/** Every assumption about messages that an account can change, each value of it. */
describe('settings that change assumed answers with messages', () => {
  it('[messages.limitAbsent] messagesDefaultLimit', async () => {
    const { account, rows } = await withMessages({ messagesDefaultLimit: 2 });
    const two = answered({ total: 5, moreAvailable: true, messages: rows.slice(3) });
    expect(await askMessages(account)).toEqual(two);
    expect(await askMessages(account, { body: { limit: 5 } })).toEqual(foundMessages(rows));
  });

  it('[messages.limitMost, messages.limitOversized] messagesMaxLimit, and messagesOversizedLimit clamp and messagesOversizedLimit refuse', async () => {
    const { account, rows } = await withMessages({ messagesMaxLimit: 3 });
    const three = answered({ total: 5, moreAvailable: true, messages: rows.slice(2) });
    expect(await askMessages(account, { body: { limit: 4 } })).toEqual(three);
    await account.change({ messagesOversizedLimit: 'refuse' });
    expect(await askMessages(account, { body: { limit: 4 } })).toEqual(invalidField);
    expect(await askMessages(account, { body: { limit: 3 } })).toEqual(three);
    expect(await askMessages(account)).toEqual(three);
    await account.change({ messagesMaxLimit: null });
    const first = { version: 'getMessages' } as const;
    expect(await askMessages(account, { ...first, body: { limit: 101 } })).toEqual(invalidField);
    expect(await askMessages(account, { ...first, body: { limit: 100 } })).toEqual(foundMessages(rows));
  });

  it('[messages.sessionIdMost] messagesMaxSessionIds', async () => {
    const { account, rows } = await withMessages({ messagesMaxSessionIds: 2 }, 1, () => ({
      sessionId: sessionIdOf(1),
    }));
    const ask = (count: number) =>
      askMessages(account, { body: { sessionId: upTo(count).map(sessionIdOf) } });
    expect(await ask(2)).toEqual(foundMessages(rows));
    expect(await ask(3)).toEqual(refused('validation', 'session_ids_too_many'));
    await account.change({ messagesMaxSessionIds: 120 });
    expect(await ask(120)).toEqual(foundMessages(rows));
  });

  it.each([
    ['newestPageAscending', [2, 1, 0], [4, 3]],
    ['newestFirst', [0, 1, 2], [3, 4]],
    ['oldestFirst', [4, 3, 2], [1, 0]],
  ])(
    '[messages.order] messagesOrder newestPageAscending, messagesOrder newestFirst, messagesOrder oldestFirst: %s',
    async (messagesOrder, first, second) => {
      const { account, rows } = await withMessages({ messagesOrder });
      const at = (places: number[]) => places.map((place) => rows[rows.length - 1 - place]);
      const page = async (body: object) => (await messagesOf(account, { body })).messages;
      expect(await page({ limit: 3 })).toEqual(at(first));
      expect(await page({ limit: 3, skip: 3 })).toEqual(at(second));
      expect(await page({ limit: 3, forward: true })).toEqual(at([4, 3, 2]));
      expect(await page({ limit: 3, forward: false })).toEqual(at([0, 1, 2]));
    },
  );

  it('[messages.channelTypeOnPost] messagesPostChannelType all and messagesPostChannelType rtm', async () => {
    const channels = (number: number) => ({ channels: [{ type: number === 1 ? 'sms' : 'rtm' }] });
    const { account, rows } = await withMessages({}, 2, channels);
    expect(await askMessages(account)).toEqual(foundMessages(rows));
    await account.change({ messagesPostChannelType: 'rtm' });
    expect(await askMessages(account)).toEqual(foundMessages(rows.slice(0, 1)));
    const sms = { body: { channelType: 'sms' } };
    expect(await askMessages(account, sms)).toEqual(foundMessages(rows.slice(1)));
  });

  it('[messages.userIdOnGet] messagesGetWithoutUserId refuse and messagesGetWithoutUserId allow', async () => {
    const { account, rows } = await withMessages({});
    expect(await askMessages(account, { method: 'GET' })).toEqual(invalidParameter);
    await account.change({ messagesGetWithoutUserId: 'allow' });
    expect(await askMessages(account, { method: 'GET' })).toEqual(foundMessages(rows));
  });

  it('[messages.msgIdWithDates] messagesMsgIdWithDates refuse, and messagesMsgIdWithDates allow: both count then', async () => {
    const { account, rows } = await withMessages({});
    const body = { msgId: rows[1]?.['_id'], dateTo: rows[3]?.['createdOn'] };
    expect(await askMessages(account, { body })).toEqual(invalidField);
    await account.change({ messagesMsgIdWithDates: 'allow' });
    expect(await askMessages(account, { body })).toEqual(foundMessages(rows.slice(1, 4)));
  });

  it('[messages.icon] messagesIcon', async () => {
    const icon = 'https://icons.example/bot "1".png';
    const { account, rows } = await withMessages({ messagesIcon: icon });
    expect((await askMessages(account)).body).toEqual({
      total: 5,
      moreAvailable: false,
      icon,
      messages: rows,
    });
    await account.change({ messagesIcon: null });
    expect(await askMessages(account)).toEqual(foundMessages(rows));
  });

  it('[messages.cut] maxResponseBytes cuts a page at a row, and skip goes on from there', async () => {
    const { account, rows } = await withMessages({ maxResponseBytes: 5_500 }, 12);
    const seen: unknown[] = [];
    let cuts = 0;
    for (let more = true; more; ) {
      const answer = await askMessages(account, { body: { skip: seen.length } });
      const page = answer.body as { total: number; moreAvailable: boolean; messages: unknown[] };
      expect(page.total).toBe(12);
      expect(page.messages.length).toBeGreaterThan(0);
      if (answer.reason === 'page_cut') cuts += 1;
      seen.unshift(...page.messages);
      more = page.moreAvailable;
    }
    expect(seen).toEqual(rows);
    expect(cuts).toBeGreaterThan(1);
  });

  it.each(['maxWindowDays', 'exactlySevenDays', 'dateOnlyDateTo'])(
    '[messages.window] %s is that of sessions',
    async (name) => {
      const value = { maxWindowDays: 30, exactlySevenDays: 'refuse', dateOnlyDateTo: 'startOfDay' }[name];
      const { account } = await withMessages({ [name]: value });
      const tooLong = refused('windowTooLong', 'window_too_long').status;
      const ask = async (dateFrom: string, dateTo: string) => {
        const { status, body } = await askMessages(account, { body: { dateFrom, dateTo } });
        return status === 200 ? (body as { total: number }).total : status;
      };
      expect([await ask('2026-02-15', '2026-03-10'), await ask('2026-03-03', '2026-03-10')]).toEqual(
        {
          maxWindowDays: [5, 5],
          exactlySevenDays: [tooLong, tooLong],
          dateOnlyDateTo: [tooLong, 0],
        }[name],
      );
    },
  );
});
