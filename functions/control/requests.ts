import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../domain/account.ts';
import { parseApiDate } from '../domain/dates.ts';
import type { JournalEntry } from '../domain/journal.ts';
import type { JournalStore, PlacedEntry } from '../store/journal.ts';
import type { ControlDependencies } from './dependencies.ts';
import { findAccount } from './find-account.ts';
import { readQuery } from './query.ts';

const instant = z.string().transform((text, context) => {
  const date = parseApiDate(text);
  if (date) return date.ms;
  context.issues.push({
    code: 'custom',
    input: text,
    message: 'must be an ISO time such as 2026-03-01T09:00:00.000Z',
  });
  return z.NEVER;
});

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));

const routes = { bot: /\/(?:bot|stream)\/[^/]+\/getSessions$/, account: /\/public\/getSessions$/ };

export const requestsQuerySchema = z.strictObject({
  status: wholeNumber(100, 599).optional(),
  route: z.enum(['bot', 'account']).optional(),
  botId: z.string().optional(),
  clientId: z.string().optional(),
  from: instant.optional(),
  to: instant.optional(),
  limit: wholeNumber(1, 1000).optional(),
  cursor: z.string().max(200).optional(),
});

type RequestsQuery = z.output<typeof requestsQuerySchema>;

const defaultLimit = 100;
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

function matches(entry: JournalEntry, { status, route, botId, clientId }: RequestsQuery): boolean {
  return (
    (status === undefined || entry.status === status) &&
    (route === undefined || routes[route].test(entry.path)) &&
    (botId === undefined || entry.botId === botId) &&
    (clientId === undefined || entry.clientId === clientId)
  );
}

/** The newest entries that match, and the place to go on from where there are more. */
async function findEntries(
  journal: JournalStore,
  account: Account,
  query: RequestsQuery,
): Promise<{ found: PlacedEntry[]; more: boolean }> {
  const { from = 0, to = lastInstant, cursor, limit = defaultLimit } = query;
  const before = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
  const found: PlacedEntry[] = [];
  for await (const entries of journal.read(account, { from, to, before })) {
    for (const placed of entries) {
      if (!matches(placed.entry, query)) continue;
      if (found.length === limit) return { found, more: true };
      found.push(placed);
    }
  }
  return { found, more: false };
}

export function requestRoutes(app: Hono, dependencies: ControlDependencies): void {
  const { store } = dependencies;
  app.get('/accounts/:accountId/requests', async (context) => {
    const query = readQuery(context.req.url, requestsQuerySchema);
    const account = await findAccount(dependencies, context.req.param('accountId'));
    await store.journal.settled();
    const { found, more } = await findEntries(store.journal, account, query);
    const last = found.at(-1);
    const next = more && last ? Buffer.from(last.place).toString('base64url') : undefined;
    return context.json({ requests: found.map(({ entry }) => entry), ...(next ? { next } : {}) });
  });

  app.delete('/accounts/:accountId/requests', async (context) => {
    const account = await findAccount(dependencies, context.req.param('accountId'));
    await store.journal.clear(account);
    return context.body(null, 204);
  });
}
