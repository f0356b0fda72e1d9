import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, Ask } from './support/account.ts';
import { jsonType, readAnswer, reasonCode } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { makeRow, type Row, upTo } from './support/rows.ts';

const emulator = useEmulator();

interface Page {
  total: number;
  moreAvailable: boolean;
  sessions: Row[];
  invalidSessions?: string[];
}

async function fetchPage(account: Account, ask: Ask) {
  const response = await account.send(ask);
  const text = await response.text();
  return { response, bytes: escapedLength(text), page: JSON.parse(text) as Page };
}

// Lambda carries a body as a string inside a JSON document, and that is what its limit counts.
const escapedLength = (text: string) => Buffer.byteLength(JSON.stringify(text));

async function walk(account: Account, from = 0): Promise<Row[]> {
  const rows: Row[] = [];
  for (let more = true; more; ) {
    const { page } = await fetchPage(account, { body: { skip: from + rows.length } });
    expect(page.sessions.length).toBeGreaterThan(0);
    rows.push(...page.sessions);
    more = page.moreAvailable;
  }
  return rows;
}

describe('[response.cut] a page that would pass the limit is cut at a row', () => {
  const maxResponseBytes = 12_000;
  const count = 40;
  let account: Account;
  let rows: Row[];

  beforeAll(async () => {
    account = await emulator.createAccount({ settings: { maxResponseBytes } });
    rows = upTo(count).map((number) => {
      // Rows of different lengths, in characters that take more bytes than one.
      const value = 'ü"\\'.repeat(number);
      return makeRow(account.botId(), number, {
        tags: { userTags: [], sessionTags: [{ value, name: 'text' }] },
      });
    });
    await account.importRows(rows);
  });

  it('has moreAvailable, the whole total, and the reason page_cut', async () => {
    const { response, bytes, page } = await fetchPage(account, { body: { limit: count } });
    expect(page).toEqual({
      total: count,
      moreAvailable: true,
      sessions: rows.slice(0, page.sessions.length),
    });
    expect(page.sessions.length).toBeGreaterThan(5);
    expect(bytes).toBeLessThanOrEqual(maxResponseBytes);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(jsonType);
    expect(reasonCode(response)).toBe('page_cut');
  });

  it('lets a client that walks by the rows it got see each session once', async () => {
    expect(await walk(account)).toEqual(rows);
  });

  it('is not cut where it fits', async () => {
    expect(await account.ask({ body: { limit: 2 } })).toMatchObject({
      reason: null,
      body: { total: count, moreAvailable: true, sessions: rows.slice(0, 2) },
    });
  });

  it('holds for a request by session ids too', async () => {
    const sessionId = rows.map((row) => row.sessionId);
    const { response, bytes, page } = await fetchPage(account, { body: { sessionId } });
    expect(page).toEqual({
      total: count,
      moreAvailable: true,
      sessions: rows.slice(0, page.sessions.length),
      invalidSessions: [],
    });
    expect(bytes).toBeLessThanOrEqual(maxResponseBytes);
    expect(reasonCode(response)).toBe('page_cut');
  });

  it('holds one row at least, so that a walk comes to its end', async () => {
    await account.change({ maxResponseBytes: 1 });
    expect(await walk(account, 35)).toEqual(rows.slice(35));
    await account.change({ maxResponseBytes });
  });
});

describe("[response.cut] the limit's default", () => {
  it('keeps an answer within what Lambda returns, 6 MB', async () => {
    const account = await emulator.createAccount();
    const long = { name: 'text', value: 'x'.repeat(1000) };
    const rows = upTo(54).map((number) =>
      makeRow(account.botId(), number, {
        tags: { userTags: Array(60).fill(long), sessionTags: Array(60).fill(long) },
      }),
    );
    // One import holds less than an answer.
    for (const start of [0, 27]) await account.importRows(rows.slice(start, start + 27));

    const { bytes, page } = await fetchPage(account, {});
    expect(page.total).toBe(rows.length);
    expect(page.moreAvailable).toBe(true);
    expect(bytes).toBeLessThan(6_291_556);
    expect(bytes).toBeGreaterThan(5_000_000);
    const rest = await readAnswer(await account.send({ body: { skip: page.sessions.length } }));
    expect(rest.body).toMatchObject({ total: rows.length, moreAvailable: false });
  });
});
