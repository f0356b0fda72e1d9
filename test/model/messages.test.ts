import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Instance, type SharedTable, startSharedTable } from '../store/instances.ts';
import { assertAtLeast } from '../support/time-box.ts';
import { TestAccount } from './account.ts';
import {
  botIds,
  callIds,
  clockArbitrary,
  day,
  instant,
  isoOf,
  noon,
  sessionId,
  sessionsArbitrary,
  tag,
  tagNames,
  tagValues,
  users,
} from './arbitraries.ts';
import {
  expectedMessages,
  type MessagesRequest,
  type ModelMessage,
  type ModelRow,
} from './messages-model.ts';
import type { ModelSession } from './model.ts';

/*
 * What is made up of a session is taken from the emulator once, by the session's id and with a clock beyond its end.
 * From then on every answer, by window, filters and pages, is put together from that by looking at each message.
 */

const later = noon + 20 * day;
const channels = ['rtm', 'sms', 'carrier pigeon'];
const bot = fc.constantFrom(...botIds);
const tagList = fc.array(tag, { maxLength: 2 });

const messageArbitrary: fc.Arbitrary<ModelMessage> = fc
  .record({
    number: fc.nat(60),
    botId: bot,
    sessionId: fc.option(sessionId, { nil: undefined }),
    at: instant,
    chnl: fc.constantFrom(...channels),
    createdBy: fc.constantFrom(...users),
    identities: fc.option(fc.constantFrom(['maria@example.com'], ['E-1001']), { nil: undefined }),
    ms: fc.constantFrom(1, 1, 1, 0, 2, 3),
    type: fc.constantFrom('incoming', 'outgoing'),
    tags: fc.record({ messageTags: tagList, userTags: tagList, sessionTags: tagList }),
  })
  .map(({ number, at, sessionId: id, identities, chnl, ...row }) => ({
    _id: `ms-${number.toString(16).padStart(8, '0')}`,
    ...row,
    createdOn: isoOf(at),
    chnl,
    ...(id === undefined ? {} : { sessionId: id }),
    ...(identities === undefined ? {} : { identities }),
  }));

/** Each filter takes most away: where many come together nothing is left. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const condition = fc.record({
  name: fc.constantFrom(...tagNames),
  values: fc.uniqueArray(fc.constantFrom(...tagValues), { minLength: 1, maxLength: 3 }),
  type: fc.option(fc.constantFrom('user', 'session', 'message'), { nil: undefined }),
});
const conditions = fc.option(fc.array(condition, { minLength: 1, maxLength: 2 }), {
  nil: undefined,
  freq: 2,
});

const requestArbitrary: fc.Arbitrary<MessagesRequest> = fc
  .record({
    botId: fc.option(bot, { nil: undefined }),
    from: fc.oneof(
      { weight: 2, arbitrary: fc.constant(undefined) },
      { weight: 2, arbitrary: fc.constantFrom(noon - 7 * day, noon - 6 * day) },
      { weight: 1, arbitrary: instant },
    ),
    length: fc.constantFrom(0, 1, 3_600_000, day, 7 * day, 7 * day, 7 * day),
    sessionId: seldom(fc.array(sessionId, { minLength: 5, maxLength: 30 })),
    userId: seldom(fc.constantFrom(...users)),
    channelType: seldom(fc.constantFrom(...channels)),
    callId: seldom(fc.constantFrom(...callIds)),
    tags: seldom(fc.record({ and: conditions, or: conditions })),
    forward: fc.option(fc.boolean(), { nil: undefined }),
    skip: fc.oneof(fc.constant(0), fc.nat(30), fc.nat(400)),
    limit: fc.constantFrom(1, 7, 50, 200, 10_000),
  })
  .map(({ from, length, ...request }) => ({
    ...request,
    ...(from === undefined ? {} : { dateFrom: from, dateTo: from + length }),
  }));

const scenarioArbitrary = fc.record({
  sessions: sessionsArbitrary(5, 40),
  messages: fc.array(messageArbitrary, { maxLength: 25 }),
  further: fc.array(messageArbitrary, { maxLength: 10 }),
  asked: fc.array(
    fc.record({
      request: requestArbitrary,
      now: clockArbitrary,
      via: fc.nat(1),
      version: fc.constantFrom(1, 2),
    }),
    { minLength: 4, maxLength: 12 },
  ),
});

let table: SharedTable;
let instances: [Instance, Instance];

beforeAll(async () => {
  table = await startSharedTable();
  instances = [table.startInstance(), table.startInstance()];
});
afterAll(async () => {
  await table.close();
});

const pathOf = ({ botId }: MessagesRequest, version: 1 | 2): string =>
  botId === undefined
    ? '/api/public/getMessages'
    : `/api/public/bot/${botId}/getMessages${version === 2 ? 'V2' : ''}`;

function bodyOf({ botId: _, dateFrom, dateTo, ...request }: MessagesRequest): object {
  return {
    ...request,
    ...(dateFrom === undefined ? {} : { dateFrom: isoOf(dateFrom) }),
    ...(dateTo === undefined ? {} : { dateTo: isoOf(dateTo) }),
  };
}

/** What is made up of each session; of those that have imported messages too, as long as none are imported. */
async function madeOf(
  account: TestAccount,
  sessions: readonly ModelSession[],
): Promise<Map<string, ModelRow[]>> {
  const made = new Map<string, ModelRow[]>();
  for (const { sessionId: id, botId } of sessions) {
    const { messages, total } = await account.ask<{ messages: ModelRow[]; total: number }>(
      instances[0],
      `/api/public/bot/${botId}/getMessagesV2`,
      { sessionId: [id], limit: 10_000, forward: true },
    );
    expect(messages).toHaveLength(total);
    made.set(id, messages);
  }
  return made;
}

function checkMade(session: ModelSession, rows: readonly ModelRow[]): void {
  const [start, end] = [Date.parse(session.start_time), Date.parse(session.end_time)];
  const times = rows.map(({ createdOn }) => Date.parse(createdOn));
  expect(rows).toHaveLength(session.noOfMessagesExchanged);
  expect(times.every((time) => time >= start && time <= Math.min(end, start + day))).toBe(true);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(rows.filter(({ type }) => type === 'incoming').length > 0).toBe(
    session.sessionType === 'interactive' && rows.length > 0,
  );
  if (session.sessionType === 'interactive' && rows[0]) expect(rows[0].type).toBe('incoming');
  expect(new Set(rows.map(({ _id }) => _id)).size).toBe(rows.length);
}

test('the generated requests are worth asking: most find something, and every filter leaves something at times', () => {
  const samples = fc.sample(fc.tuple(scenarioArbitrary), { numRuns: 50, seed: 1 });
  const found = { all: 0, none: 0, imported: 0, userId: 0, channelType: 0, callId: 0, tags: 0, sessionId: 0 };
  for (const [{ sessions, messages, asked }] of samples) {
    const made = new Map(
      sessions.map(({ sessionId: id, botId, start_time: createdOn, noOfMessagesExchanged }) => [
        id,
        Array.from({ length: noOfMessagesExchanged }, () => ({ _id: '', botId, createdOn, type: '' })),
      ]),
    );
    for (const { request, now } of asked) {
      const { total, messages: rows } = expectedMessages({ sessions, messages, made, now }, request, 1);
      found.all += 1;
      if (total === 0) found.none += 1;
      if (rows.some(({ _id }) => _id !== '')) found.imported += 1;
      for (const name of ['userId', 'channelType', 'callId', 'tags', 'sessionId'] as const) {
        if (total > 0 && request[name] !== undefined) found[name] += 1;
      }
    }
  }
  const { all, none, ...rest } = found;
  expect(none / all).toBeLessThan(0.6);
  for (const [name, count] of Object.entries(rest)) expect(count, name).toBeGreaterThan(5);
});

test('messages of any sessions, made up and imported, are answered as the model answers, by any filter and page', async () => {
  await assertAtLeast(
    3,
    fc.asyncProperty(scenarioArbitrary, async ({ sessions: drawn, messages, further, asked }) => {
      const account = await TestAccount.create(instances[0], {
        bots: botIds.map((botId) => ({ botId })),
        clock: { mode: 'frozen', now: isoOf(later) },
        settings: { journal: false },
      });
      const sessions = [...new Map(drawn.map((session) => [session.sessionId, session])).values()];
      await account.importSessions(instances[0], drawn);
      const made = await madeOf(account, sessions);
      for (const session of sessions) checkMade(session, made.get(session.sessionId) ?? []);
      const all = [...made.values()].flat().map(({ _id }) => _id);
      expect(new Set(all).size).toBe(all.length);

      const kept = new Map<string, ModelMessage>();
      for (const part of [messages, further]) {
        const { rejected, settled } = await account.importMessages(instances[0], part);
        expect({ rejected, settled }).toEqual({ rejected: [], settled: true });
        for (const message of part) kept.set(message._id, message);
        for (const { request, now, via, version } of asked) {
          const instance = instances[via === 0 ? 0 : 1];
          await account.freezeClock(instance, now);
          const asVersion = request.botId === undefined || version === 1 ? 1 : 2;
          const model = { sessions, messages: [...kept.values()], made, now };
          const expected = expectedMessages(model, request, asVersion);
          const answer = await account.ask(instance, pathOf(request, asVersion), bodyOf(request));
          if (request.callId !== undefined) {
            const shape = (row: ModelRow) => [row.type, row.createdOn];
            const { messages: rows, ...counts } = answer as {
              messages: { type: string; timestamp: string }[];
            };
            expect({ ...counts, messages: rows.map(({ type, timestamp }) => [type, timestamp]) }).toEqual({
              ...expected,
              messages: expected.messages.map(shape),
            });
          } else expect(answer).toEqual(expected);
        }
      }
    }),
    { numRuns: 60, ms: 12_000 },
  );
}, 180_000);
