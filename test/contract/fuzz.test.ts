import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { anyCharacter } from '../support/any-character.ts';
import { timesOf } from '../support/thorough.ts';
import { assertRuns } from '../support/time-box.ts';
import type { Account, Ask } from './support/account.ts';
import { jsonType, readAnswer } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { makeRow, minutesAgo, sessionIdOf, upTo } from './support/rows.ts';

const emulator = useEmulator();
let account: Account;
const rowNames = Object.keys(makeRow('st-1', 1));

beforeAll(async () => {
  account = await emulator.createAccount({ bots: [{ botId: 'st-1' }] });
  await account.importRows(upTo(20).map((number) => makeRow('st-1', number)));
});

/** Every answer to a caller who may ask: a page, or a refusal of what was asked; never a failure. */
async function expectDocumentedShape(ask: Ask): Promise<void> {
  const { status, contentType, reason, body } = await readAnswer(await account.send(ask));
  expect([200, 400, 412]).toContain(status);
  expect(contentType).toBe(jsonType);
  if (status !== 200) {
    expect(reason).toMatch(/^[a-z_]+$/);
    expect(body).toEqual({ errors: [{ msg: expect.any(String), code: status }] });
    return;
  }
  const page = body as { total: number; moreAvailable: boolean; sessions: object[] };
  const names = ['total', 'moreAvailable', 'sessions'];
  if ('invalidSessions' in page) {
    names.push('invalidSessions');
    expect(page.invalidSessions).toEqual(expect.any(Array));
  }
  expect(Object.keys(page)).toEqual(names);
  expect(page.total).toBeGreaterThanOrEqual(page.sessions.length);
  expect(page.moreAvailable).toEqual(expect.any(Boolean));
  for (const row of page.sessions) expect(Object.keys(row)).toEqual(rowNames);
}

const date = fc.oneof(
  fc.constantFrom('2026-03-10', '2026-03-05', minutesAgo(5), minutesAgo(15), '2026-03-10 T11:00:00.000Z'),
  fc.date({ noInvalidDate: true }).map((value) => value.toISOString()),
  fc.string(),
);
const whole = fc.oneof(fc.integer({ min: -2, max: 30 }), fc.nat().map(String), fc.double());
const tagCondition = fc.record(
  {
    name: fc.string(),
    values: fc.array(fc.string(), { maxLength: 3 }),
    type: fc.constantFrom('user', 'session', 'bot'),
  },
  { requiredKeys: [] },
);
const conditions = fc.array(tagCondition, { maxLength: 3 });
const field = <T>(likely: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: likely }, { weight: 1, arbitrary: fc.jsonValue() });

const likelyBody = fc.record(
  {
    userId: field(fc.string()),
    skip: field(whole),
    offset: field(whole),
    limit: field(whole),
    dateFrom: field(date),
    dateTo: field(date),
    tags: field(fc.record({ and: conditions, or: conditions }, { requiredKeys: [] })),
    sessionType: field(fc.constantFrom('interactive', 'non-interactive')),
    sessionId: field(fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }).map(sessionIdOf), fc.string()))),
    includeMeta: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const rawBody = fc.oneof(
  { weight: 6, arbitrary: likelyBody.map((body) => JSON.stringify(body)) },
  { weight: 2, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: anyCharacter }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }).map((bytes) => new Uint8Array(bytes)) },
);
const containmentType = fc.constantFrom('dropOff', 'selfService', 'agent', '', 'Agent');
const query = fc.oneof(
  fc.webQueryParameters(),
  containmentType.map((value) => `containmentType=${value}`),
  fc
    .tuple(containmentType, fc.string())
    .map(([value, callId]) => new URLSearchParams({ containmentType: value, callId }).toString()),
);

describe('any body and query string', () => {
  it('[emulator] is answered with a page or with a refusal of the documented shape, never with a failure', async () => {
    // In this process, where a request costs least, more have been tried by then.
    const numRuns = emulator.kind === 'in-process' ? 150 : timesOf(100);
    const requests = fc.record({ route: fc.constantFrom(...bothRoutes), query, rawBody });
    await assertRuns(fc.asyncProperty(requests, expectDocumentedShape), { numRuns });
  });
});
