import type { Account } from '../domain/account.ts';
import { isId } from '../domain/ids.ts';
import { type IndexEntry, newestFirst, select } from '../domain/query.ts';
import { asActive, tagsAreGone, withoutSessionTags } from '../domain/row.ts';
import { statusAt } from '../domain/session.ts';
import type { SessionStore } from '../store/sessions.ts';
import { escapedBytes, PageBuilder } from './page.ts';
import type { SessionsQuery } from './parse/request.ts';

/** An answer's body, and what is worth logging of it. */
export interface Answer {
  body: string;
  total: number;
  returned: number;
  /** Whether rows were held back because the response would have been too large. */
  cut: boolean;
}

interface Asker {
  account: Account;
  botIds: readonly string[];
  /** The account's clock, Unix ms. */
  now: number;
}

type ByWindow = Extract<SessionsQuery, { kind: 'byWindow' }>;

// Counts, flags and brackets around the rows, headers and status.
const envelopeBytes = 4096;

// As many rows as are read before looking at their size: a page of 10,000 may be cut long before its end.
const rowsPerRead = 800;

/** Answers a valid request from what the table holds. */
export function answer(query: SessionsQuery, asker: Asker, sessions: SessionStore): Promise<Answer> {
  return query.kind === 'byId'
    ? answerByIds(query.sessionIds, asker, sessions)
    : answerByWindow(query, asker, sessions);
}

async function answerByWindow(query: ByWindow, asker: Asker, sessions: SessionStore): Promise<Answer> {
  const { account, botIds, now } = asker;
  const { from, to } = query.window;
  // A session is visible once the clock has reached its start.
  const entries =
    from > now ? [] : await sessions.readIndex(account, botIds, { from, to: Math.min(to, now) });
  const { total, page } = select(entries, query, now);

  const builder = new PageBuilder(account.settings.maxResponseBytes - envelopeBytes);
  const cut = !(await addRows(builder, page, asker, sessions));
  const moreAvailable = cut || query.skip + page.length < total;
  return { body: toBody(total, moreAvailable, builder.rows), total, returned: builder.rows.length, cut };
}

/** @returns whether all rows found a place */
async function addRows(
  builder: PageBuilder,
  page: readonly IndexEntry[],
  { account, now }: Asker,
  sessions: SessionStore,
): Promise<boolean> {
  for (let start = 0; start < page.length; start += rowsPerRead) {
    const entries = page.slice(start, start + rowsPerRead);
    const rows = await sessions.readRows(
      account,
      entries.map(({ sessionId }) => sessionId),
    );
    for (const entry of entries) {
      const row = rows.get(entry.sessionId);
      if (row !== undefined && !builder.add(render(row, entry, now))) return false;
    }
  }
  return true;
}

async function answerByIds(ids: readonly string[], asker: Asker, sessions: SessionStore): Promise<Answer> {
  const { account, botIds, now } = asker;
  const { emptyInvalidSessions, maxResponseBytes, sessionTagsMaxAgeDays } = account.settings;
  const found = (await sessions.find(account, ids.filter(isId)))
    .filter(({ botId, entry }) => botIds.includes(botId) && entry.startTime <= now)
    .sort((a, b) => newestFirst(a.entry, b.entry));
  const foundIds = new Set(found.map(({ entry }) => entry.sessionId));
  const invalid = ids.filter((id) => !foundIds.has(id));
  const invalidSessions = invalid.length > 0 || emptyInvalidSessions === 'include' ? invalid : undefined;

  const idBytes = escapedBytes(JSON.stringify(invalidSessions ?? []));
  const builder = new PageBuilder(maxResponseBytes - envelopeBytes - idBytes);
  const fits = found.every(({ entry, row }) => {
    const current = render(row, entry, now);
    const blank = tagsAreGone(entry.startTime, now, sessionTagsMaxAgeDays);
    return builder.add(blank ? withoutSessionTags(current) : current);
  });
  return {
    body: toBody(found.length, !fits, builder.rows, invalidSessions),
    total: found.length,
    returned: builder.rows.length,
    cut: !fits,
  };
}

function render(row: string, entry: IndexEntry, now: number): string {
  return statusAt(entry, now) === 'active' ? asActive(row) : row;
}

function toBody(
  total: number,
  moreAvailable: boolean,
  rows: readonly string[],
  invalidSessions?: string[],
): string {
  const invalid = invalidSessions ? `,"invalidSessions":${JSON.stringify(invalidSessions)}` : '';
  return `{"total":${total},"moreAvailable":${moreAvailable},"sessions":[${rows.join(',')}]${invalid}}`;
}
