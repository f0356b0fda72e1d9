import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Instance, type SharedTable, startSharedTable } from '../store/instances.ts';
import { assertAtLeast } from '../support/time-box.ts';
import { TestAccount } from './account.ts';
import { botIds, noon, sessionsArbitrary, unpagedRequestArbitrary } from './arbitraries.ts';
import {
  expectedMatches,
  type ModelAnswer,
  ModelRefusal,
  type ModelRequest,
  type ModelRow,
} from './model.ts';

const walkArbitrary = fc.record({
  sessions: sessionsArbitrary(10, 70),
  requests: fc.array(unpagedRequestArbitrary, { minLength: 1, maxLength: 4 }),
  pageSize: fc.integer({ min: 1, max: 12 }),
});

type Walk = typeof walkArbitrary extends fc.Arbitrary<infer Drawn> ? Drawn : never;

let table: SharedTable;
let instance: Instance;

beforeAll(async () => {
  table = await startSharedTable();
  instance = table.startInstance();
});
afterAll(async () => {
  await table.close();
});

interface Page extends ModelAnswer {
  bytes: number;
}

/** Follows a request to its end as a client does: on by the number of rows it was given. */
async function walk(account: TestAccount, request: ModelRequest, pageSize: number): Promise<Page[]> {
  const pages: Page[] = [];
  let skip = 0;
  for (;;) {
    const body = { ...request.body, skip, limit: pageSize };
    const response = await account.getSessions(instance, { ...request, body });
    const text = await response.text();
    expect(response.status).toBe(200);
    const page: ModelAnswer = JSON.parse(text);
    pages.push({ ...page, bytes: Buffer.byteLength(JSON.stringify(text)) });
    if (!page.moreAvailable) return pages;
    // Otherwise the walk would go round for ever.
    expect(page.sessions.length).toBeGreaterThan(0);
    skip += page.sessions.length;
  }
}

function matchesOf(
  sessions: Parameters<typeof expectedMatches>[0]['sessions'],
  request: ModelRequest,
): ModelRow[] | undefined {
  const unique = [...new Map(sessions.map((session) => [session.sessionId, session])).values()];
  const account = { botIds, sessions: unique, now: noon, defaultLimit: 100, maxLimit: 10_000 };
  try {
    return expectedMatches(account, request);
  } catch (error) {
    if (error instanceof ModelRefusal) return undefined;
    throw error;
  }
}

async function accountWith(sessions: Parameters<TestAccount['importSessions']>[1], settings: object) {
  const account = await TestAccount.create(instance, {
    bots: botIds.map((botId) => ({ botId })),
    clock: { mode: 'frozen', now: new Date(noon).toISOString() },
    settings: { ...settings, journal: false },
  });
  await account.importSessions(instance, sessions);
  return account;
}

/** Walks each request that is not refused to its end: what is found is what matches, once and in order. */
async function* walks(
  account: TestAccount,
  { sessions, requests, pageSize }: Walk,
): AsyncGenerator<{ matches: ModelRow[]; pages: Page[] }> {
  for (const request of requests) {
    const matches = matchesOf(sessions, request);
    if (!matches) continue;
    const pages = await walk(account, request, pageSize);
    expect(pages.flatMap((page) => page.sessions)).toEqual(matches);
    expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([matches.length]));
    yield { matches, pages };
  }
}

test('walking by skip yields each match once and in order, whatever the query and the page size', async () => {
  await assertAtLeast(
    1,
    fc.asyncProperty(walkArbitrary, async (drawn) => {
      const account = await accountWith(drawn.sessions, {});
      for await (const { matches, pages } of walks(account, drawn)) {
        expect(pages.length).toBe(Math.max(1, Math.ceil(matches.length / drawn.pageSize)));
      }
    }),
    { numRuns: 30, ms: 8_000 },
  );
}, 180_000);

test('so it does where pages are cut for their size, and no page but one of a single row passes the limit', async () => {
  let cutPages = 0;
  const settings = fc.record({ maxResponseBytes: fc.integer({ min: 1, max: 12_000 }) });
  await assertAtLeast(
    5,
    fc.asyncProperty(walkArbitrary, settings, async (drawn, { maxResponseBytes }) => {
      const account = await accountWith(drawn.sessions, { maxResponseBytes });
      for await (const { pages } of walks(account, drawn)) {
        for (const { bytes, sessions: rows, moreAvailable } of pages) {
          if (rows.length > 1) expect(bytes).toBeLessThanOrEqual(maxResponseBytes);
          if (moreAvailable && rows.length < drawn.pageSize) cutPages++;
        }
      }
    }),
    { numRuns: 60, ms: 8_000, isMet: () => cutPages > 0 },
  );
  expect(cutPages, 'pages cut over all runs').toBeGreaterThan(0);
}, 180_000);
