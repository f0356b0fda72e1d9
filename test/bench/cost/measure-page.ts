import type { JournalEntry } from '../../../functions/domain/journal.ts';
import type { Instance } from '../../store/instances.ts';
import { controlOf, type LoadedTable, type MeasuredInstance } from '../support/loaded-table.ts';
import { week } from '../support/sessions.ts';
import type { RequestKind } from './requests.ts';
import type { PageCost } from './states.ts';
import { untilAnswered } from './until-answered.ts';

/** A page as it was answered, and what it cost. */
export interface Page extends PageCost {
  total: number;
  returned: number;
  moreAvailable: boolean;
}

interface Body {
  total: number;
  moreAvailable: boolean;
  sessions: unknown[];
}

/**
 * Asks for a page and reads in the journal what it cost.
 *
 * @throws Error where it is refused, or does not have as many rows as it must
 */
export async function measurePage(
  table: LoadedTable,
  instance: MeasuredInstance,
  kind: RequestKind,
  skip: number,
  limit: number,
): Promise<Page> {
  const before = instance.ledger.total;
  const { requests, ...body } = await askForPage(table, instance, kind, skip, limit);
  const all = instance.ledger.since(before);
  const [entry] = await readJournal(table, instance, 1);
  if (!entry || entry.total !== body.total) throw new Error('The journal does not have the request.');
  const { calls, readUnits } = requests === 1 ? entry.dynamodb : all;
  return {
    calls,
    readUnits,
    requests,
    total: body.total,
    returned: body.sessions.length,
    moreAvailable: body.moreAvailable,
  };
}

/** As `measurePage`, without looking at what it cost. */
export async function askForPage(
  { account, tick }: LoadedTable,
  instance: Instance,
  { name, route, query, filter }: RequestKind,
  skip: number,
  limit: number,
): Promise<Body & { requests: number }> {
  const path =
    route === 'bot' ? `/api/public/bot/${account.botIds[0]}/getSessions` : '/api/public/getSessions';
  const { response, requests } = await untilAnswered(() => {
    tick();
    return instance.request(query === undefined ? path : `${path}?${query}`, {
      method: 'POST',
      headers: { auth: route === 'bot' ? account.tokens.builder : account.tokens.admin },
      body: JSON.stringify({ ...week, ...filter, skip, limit }),
    });
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${name} at skip ${skip}: ${response.status} ${text}`);
  const body = JSON.parse(text) as Body;
  const expected = Math.min(limit, Math.max(0, body.total - skip));
  if (body.sessions.length !== expected) {
    throw new Error(`${name} at skip ${skip}: ${body.sessions.length} rows instead of ${expected}`);
  }
  return { ...body, requests };
}

/** The newest entries of the journal, newest first. */
export async function readJournal(
  { account, shared }: LoadedTable,
  instance: Instance,
  count: number,
): Promise<JournalEntry[]> {
  await shared.settled();
  const control = controlOf(instance);
  const entries: JournalEntry[] = [];
  let cursor: string | undefined;
  do {
    const limit = Math.min(1000, count - entries.length);
    const query =
      cursor === undefined ? `limit=${limit}` : `limit=${limit}&cursor=${encodeURIComponent(cursor)}`;
    const page: { requests: JournalEntry[]; next?: string } = await control(
      'GET',
      `/accounts/${account.accountId}/requests?${query}`,
    );
    entries.push(...page.requests);
    cursor = page.next;
  } while (cursor !== undefined && entries.length < count);
  return entries;
}
