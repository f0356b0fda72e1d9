import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { timesOf } from '../support/thorough.ts';
import { assertRuns } from '../support/time-box.ts';
import type { Account, Ask } from './support/account.ts';
import { jsonType, readAnswer } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import {
  importMessages,
  type MessagesBody,
  makeMessage,
  messageIdOf,
  type Version,
} from './support/messages.ts';
import { makeRow, minutesAgo, sessionIdOf, upTo } from './support/rows.ts';

const emulator = useEmulator();
let account: Account;

beforeAll(async () => {
  account = await emulator.createAccount({ bots: [{ botId: 'st-1' }] });
  const channel = (number: number) => (number % 3 === 0 ? 'sms' : 'rtm');
  await account.importRows(
    upTo(12).map((number) =>
      makeRow('st-1', number * 3, { channel: channel(number), noOfMessagesExchanged: 3 }),
    ),
  );
  await importMessages(account, [
    makeMessage('st-1', 7, { sessionId: sessionIdOf(9) }),
    makeMessage('st-1', 4, { ms: 0 }),
    makeMessage('st-1', 1),
  ]);
});

const date = fc.oneof(
  fc.constantFrom('2026-03-10', '2026-03-05', minutesAgo(5), minutesAgo(15), minutesAgo(-5)),
  fc.date({ noInvalidDate: true }).map((value) => value.toISOString()),
  fc.string(),
);
const whole = fc.oneof(fc.integer({ min: -1, max: 40 }), fc.nat(40).map(String), fc.double());
const ids = fc.oneof(fc.integer({ min: 1, max: 40 }).map(sessionIdOf), fc.string());
const condition = fc.record(
  {
    name: fc.string(),
    values: fc.array(fc.string()),
    type: fc.constantFrom('user', 'session', 'message', 'x'),
  },
  { requiredKeys: [] },
);
const field = <T>(likely: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 6, arbitrary: likely }, { weight: 1, arbitrary: fc.jsonValue() });

const fields = fc.record(
  {
    userId: field(fc.constantFrom('u-8c4ca335-3152-5622-9cbb-51c6daf6c12f', 'u-1')),
    skip: field(whole),
    offset: field(whole),
    limit: field(whole),
    dateFrom: field(date),
    dateTo: field(date),
    sessionId: field(fc.oneof(ids, fc.array(ids))),
    msgId: field(fc.oneof(fc.integer({ min: 1, max: 9 }).map(messageIdOf), fc.string())),
    direction: field(fc.constantFrom(-1, 0, 1, '-1')),
    forward: field(fc.constantFrom(true, false, 'true')),
    channelType: field(fc.constantFrom('rtm', 'sms', 'slack')),
    tags: field(fc.record({ and: fc.array(condition), or: fc.array(condition) }, { requiredKeys: [] })),
    callId: field(fc.string()),
    includeTraceId: field(fc.boolean()),
    ivrInstID: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

interface Explanation {
  status: number;
  total?: number;
  returned?: number;
  narrowing?: Record<string, number>;
}

/** The steps of a narrowing: each leaves no more than the one before, and the last is the page. */
function expectNarrowing({ narrowing = {}, total, returned }: Explanation): void {
  const { notYetStarted, page, ...steps } = narrowing;
  const left = Object.values(steps);
  expect(left).toEqual([...left].sort((a, b) => b - a));
  expect(page).toBe(returned);
  // Beside a message only those count that come behind it, or before it.
  if (!('message' in narrowing)) expect(left.at(-1)).toBe(total);
  expect(notYetStarted ?? 1).toBeGreaterThan(0);
}

/** Every answer to a caller who may ask: a page in order, or a refusal of what was asked; never a failure. */
async function expectAnswer(version: Version, method: 'GET' | 'POST', given: object): Promise<void> {
  const { skip = 0, offset, msgId } = given as { skip?: unknown; offset?: unknown; msgId?: unknown };
  const texts = Object.entries(given).map(([name, value]): [string, string] => [name, textOf(value)]);
  const query = method === 'GET' ? new URLSearchParams(texts).toString() : undefined;
  const ask: Ask = {
    method,
    path: `/api/public/bot/st-1/${version}`,
    ...(query === undefined ? { body: given } : { query }),
  };
  const { status, contentType, reason, body } = await readAnswer(await account.send(ask));
  expect([200, 400, 412]).toContain(status);
  expect(contentType).toBe(jsonType);
  const explained = await account.control<Explanation>('POST', '/explain', {
    ...{ api: version, botId: 'st-1', method },
    ...(query === undefined ? { body: given } : { query }),
  });
  expect(explained.status).toBe(status);
  if (status !== 200) {
    expect(reason).toMatch(/^[a-z_]+$/);
    expect(body).toEqual({ errors: [{ msg: expect.any(String), code: status }] });
    return;
  }
  const page = body as MessagesBody;
  expect(Object.keys(page)).toEqual(['total', 'moreAvailable', 'messages']);
  expect(explained).toMatchObject({ total: page.total, returned: page.messages.length });
  expectNarrowing(explained);
  const isCall = 'callId' in given;
  const times = isCall ? [] : page.messages.map(({ createdOn }) => createdOn);
  expect([times, [...times].reverse()]).toContainEqual([...times].sort());
  const before = Number('skip' in given ? skip : (offset ?? 0));
  if (msgId === undefined)
    expect(page.moreAvailable).toBe(before + page.messages.length < page.total && page.total > before);
}

describe('any fields of a request for messages', () => {
  it('[emulator] are answered with a page or with a refusal of the documented shape, and explained alike', async () => {
    const version = fc.constantFrom<Version[]>('getMessages', 'getMessagesV2');
    const method = fc.constantFrom<('GET' | 'POST')[]>('POST', 'POST', 'POST', 'GET');
    // In this process, where a request costs least, more have been tried by then.
    const numRuns = emulator.kind === 'in-process' ? 100 : timesOf(100);
    await assertRuns(fc.asyncProperty(version, method, fields, expectAnswer), { numRuns });
  });
});
