import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../domain/account.ts';
import { routeKinds } from '../domain/faults.ts';
import type { JournalEntry } from '../domain/journal.ts';
import type { JournalStore } from '../store/journal/journal.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { ControlDependencies } from './dependencies.ts';
import { instant, lastInstant, wholeNumber } from './fields.ts';
import { findAccount } from './find-account.ts';
import { invalidField } from './problem.ts';
import { readQuery } from './query.ts';

export const requestsQuerySchema = z.strictObject({
  status: wholeNumber(100, 599).optional(),
  route: z.enum(routeKinds).optional(),
  botId: z.string().optional(),
  clientId: z.string().optional(),
  from: instant.optional(),
  to: lastInstant.optional(),
  limit: wholeNumber(1, 1000).optional(),
  cursor: z.string().max(200).optional(),
});

type RequestsQuery = z.output<typeof requestsQuerySchema>;

const placePattern = /^\d{4}-\d\d-\d\dT[\d:.]+Z#/;
const defaultLimit = 100;
const mostLookedAt = 5000;
const endOfTime = Date.parse('9999-12-31T23:59:59.999Z');

function matches(entry: JournalEntry, { status, route, botId, clientId }: RequestsQuery): boolean {
  return (
    (status === undefined || entry.status === status) &&
    (route === undefined || entry.route === route) &&
    (botId === undefined || entry.botId === botId) &&
    (clientId === undefined || entry.clientId === clientId)
  );
}

interface Found {
  entries: JournalEntry[];
  /** The place to go on from where there is more to look at. */
  next?: string;
}

/** The newest entries that match; looks at a bounded number, so that a rare filter does not take for ever. */
async function findEntries(
  journal: JournalStore,
  account: Account,
  query: RequestsQuery,
  systemNow: number,
): Promise<Found> {
  const { from = 0, to = endOfTime, cursor, limit = defaultLimit } = query;
  const before = cursor === undefined ? undefined : fromCursor(cursor);
  if (before !== undefined && !placePattern.test(before)) {
    throw invalidField('cursor', 'is not one that an answer gave');
  }
  const entries: JournalEntry[] = [];
  let seen = 0;
  let last = '';
  for await (const page of journal.read(account, { from, to, before }, systemNow)) {
    for (const { place, entry } of page) {
      if (entries.length === limit && matches(entry, query)) return { entries, next: last };
      if (seen === mostLookedAt) return { entries, next: last };
      seen += 1;
      last = place;
      if (matches(entry, query)) entries.push(entry);
    }
  }
  return { entries };
}

export function requestRoutes(app: Hono, dependencies: ControlDependencies): void {
  const { store, systemNow } = dependencies;
  app.get('/accounts/:accountId/requests', async (context) => {
    const query = readQuery(context.req.url, requestsQuerySchema);
    const account = await findAccount(dependencies, context.req.param('accountId'));
    await store.journal.settled();
    const { entries, next } = await findEntries(store.journal, account, query, systemNow());
    return context.json({ requests: entries, ...(next === undefined ? {} : { next: toCursor(next) }) });
  });

  app.delete('/accounts/:accountId/requests', async (context) => {
    const account = await findAccount(dependencies, context.req.param('accountId'));
    await store.journal.clear(account);
    return context.body(null, 204);
  });
}
