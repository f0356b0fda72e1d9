import type { Account } from '../domain/account.ts';
import { isId } from '../domain/ids.ts';
import { newestFirst } from '../domain/query.ts';
import { Refusal } from '../domain/refusal.ts';
import { asActive, tagsAreGone, withoutSessionTags } from '../domain/row.ts';
import { statusAt } from '../domain/session.ts';
import { select } from '../domain/slices/select.ts';
import type { SliceEntry } from '../domain/slices/slice.ts';
import { AccountGoneError } from '../store/data-sets.ts';
import type { Usage } from '../store/meter.ts';
import { chunks } from '../store/parallel.ts';
import type { StoredRow } from '../store/session-item.ts';
import type { SessionReader, SessionView } from '../store/session-reader.ts';
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

/**
 * Answers a valid request from what the table holds.
 *
 * @param usage to which is added what it costs
 * @throws Refusal where the account is gone by now
 */
export async function answer(
  query: SessionsQuery,
  asker: Asker,
  reader: SessionReader,
  usage: Usage,
): Promise<Answer> {
  const work = (view: SessionView): Promise<Answer> =>
    query.kind === 'byId' ? answerByIds(query.sessionIds, asker, view) : answerByWindow(query, asker, view);
  try {
    return await reader.read(asker.account, work, usage);
  } catch (error) {
    if (!(error instanceof AccountGoneError)) throw error;
    throw new Refusal('invalidCredentials', 'client_unknown', 'The account was removed while it was asked.');
  }
}

async function answerByWindow(query: ByWindow, asker: Asker, view: SessionView): Promise<Answer> {
  const { account, botIds, now } = asker;
  // A session is visible once the clock has reached its start.
  const window = { from: query.window.from, to: Math.min(query.window.to, now) };
  const days = window.from > window.to ? [] : await view.days(botIds, window);
  const { total, page } = select(days, { ...query, window }, now);

  const builder = new PageBuilder(account.settings.maxResponseBytes - envelopeBytes);
  const cut = !(await addRows(builder, page, now, view));
  const moreAvailable = cut || query.skip + page.length < total;
  return { body: toBody(total, moreAvailable, builder.rows), total, returned: builder.rows.length, cut };
}

/** @returns whether all rows found a place */
async function addRows(
  builder: PageBuilder,
  page: readonly SliceEntry[],
  now: number,
  view: SessionView,
): Promise<boolean> {
  for (const entries of chunks(page, rowsPerRead)) {
    const rows = await view.rows(entries);
    for (const entry of entries) {
      const row = rows.get(entry.sessionId);
      if (row && !addRow(builder, row, entry, now)) return false;
    }
  }
  return true;
}

/** Sizes of rows that are kept: to find one out takes longer than all else that is done with the row. */
const sizes = new WeakMap<StoredRow, number>();

function addRow(builder: PageBuilder, row: StoredRow, entry: SliceEntry, now: number): boolean {
  if (statusAt(entry, now) === 'active') return builder.add(asActive(row.text));
  const size = sizes.get(row) ?? escapedBytes(row.text);
  sizes.set(row, size);
  return builder.add(row.text, size);
}

async function answerByIds(ids: readonly string[], asker: Asker, view: SessionView): Promise<Answer> {
  const { account, botIds, now } = asker;
  const { emptyInvalidSessions, maxResponseBytes, sessionTagsMaxAgeDays } = account.settings;
  const found = (await view.find(ids.filter(isId)))
    .filter(({ botId, entry }) => botIds.includes(botId) && entry.startTime <= now)
    .sort((a, b) => newestFirst(a.entry, b.entry));
  const foundIds = new Set(found.map(({ entry }) => entry.sessionId));
  const invalid = ids.filter((id) => !foundIds.has(id));
  const invalidSessions = invalid.length > 0 || emptyInvalidSessions === 'include' ? invalid : undefined;

  const idBytes = escapedBytes(JSON.stringify(invalidSessions ?? []));
  const builder = new PageBuilder(maxResponseBytes - envelopeBytes - idBytes);
  const fits = found.every(({ entry, row }) => {
    const current = statusAt(entry, now) === 'active' ? asActive(row.text) : row.text;
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

function toBody(
  total: number,
  moreAvailable: boolean,
  rows: readonly string[],
  invalidSessions?: string[],
): string {
  const invalid = invalidSessions ? `,"invalidSessions":${JSON.stringify(invalidSessions)}` : '';
  return `{"total":${total},"moreAvailable":${moreAvailable},"sessions":[${rows.join(',')}]${invalid}}`;
}
