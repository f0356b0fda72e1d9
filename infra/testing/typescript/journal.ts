import { isDeepStrictEqual } from 'node:util';
import type { ControlClient } from '../../client/client.ts';
import { pagesOf } from '../../client/pages.ts';
import type { RequestFilter } from './api.ts';
import type { JournalEntry } from './schemas.ts';

/** The requests of an account that fit, in the order in which they came. */
export async function readRequests(
  client: ControlClient,
  accountId: string,
  { reason, body, query: part, ...filters }: RequestFilter = {},
): Promise<JournalEntry[]> {
  const found: JournalEntry[] = [];
  for await (const { requests } of pagesOf(client, 'getRequests', { accountId, query: asText(filters) })) {
    found.push(...requests);
  }
  const fits = (entry: JournalEntry): boolean =>
    (reason === undefined || entry.reason?.code === reason) &&
    (part === undefined || entry.query.includes(part)) &&
    (body === undefined || hasMembers(entry.body, body));
  return found.filter(fits).reverse();
}

/** Requests since an ISO time that belong to no account, whose path names one of these bots; oldest first. */
export async function readUnattributed(
  client: ControlClient,
  from: string,
  botIds: readonly string[],
): Promise<JournalEntry[]> {
  const { requests } = await client.call('getUnattributedRequests', { query: { from, limit: '1000' } });
  return requests.filter(({ botId }) => botId !== undefined && botIds.includes(botId)).reverse();
}

function asText({ status, ...others }: Pick<RequestFilter, 'status' | 'route' | 'botId' | 'clientId'>) {
  return { limit: '1000', ...others, ...(status === undefined ? {} : { status: String(status) }) };
}

function hasMembers(value: unknown, members: Readonly<Record<string, unknown>>): boolean {
  if (typeof value !== 'object' || value === null) return Object.keys(members).length === 0;
  const given: Readonly<Record<string, unknown>> = { ...value };
  return Object.entries(members).every(([name, member]) => isDeepStrictEqual(given[name], member));
}
