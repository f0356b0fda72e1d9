import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../domain/account.ts';
import { type BotDays, dayOf, everything, nowhere } from '../domain/bot-days.ts';
import { idSchema } from '../domain/ids.ts';
import type { Window } from '../domain/window.ts';
import type { SessionPlace, SessionStore } from '../store/sessions/sessions.ts';
import type { ControlDependencies } from './dependencies.ts';
import { checked, instant, lastInstant } from './fields.ts';
import { findAccount } from './find-account.ts';
import { invalidField } from './problem.ts';
import { readQuery } from './query.ts';
import { checkStillCurrent } from './still-current.ts';

const allTime: Window = {
  from: Date.parse('0000-01-01T00:00:00.000Z'),
  to: Date.parse('9999-12-31T23:59:59.999Z'),
};

const filterSchema = z.strictObject({
  botId: idSchema.optional(),
  from: instant.optional(),
  to: lastInstant.optional(),
});

const idsSchema = z.array(idSchema).max(1000);

/** `sessionId` can be given several times. */
export const deleteQuerySchema = z.strictObject({
  sessionId: idsSchema.optional(),
  ...filterSchema.shape,
});

interface Filter {
  sessionIds: string[];
  botId?: string | undefined;
  /** Absent: any start. */
  window?: Window | undefined;
}

function readFilter(url: string): Filter {
  const rest = new URL(url);
  const sessionIds = checked(idsSchema, rest.searchParams.getAll('sessionId'), ['sessionId']);
  rest.searchParams.delete('sessionId');
  const { botId, from, to } = readQuery(rest.href, filterSchema);
  const window =
    from === undefined && to === undefined ? undefined : { from: from ?? allTime.from, to: to ?? allTime.to };
  if (window && window.from > window.to) throw invalidField('to', 'must not be before from');
  return { sessionIds: [...new Set(sessionIds)], botId, window };
}

async function* placesOf(
  sessions: SessionStore,
  account: Account,
  { sessionIds, botId, window }: Filter,
): AsyncGenerator<SessionPlace[]> {
  if (sessionIds.length > 0) {
    const { from, to } = window ?? allTime;
    const places = await sessions.placesById(account, sessionIds);
    yield places.filter(
      ({ startTime, ...place }) =>
        startTime >= from && startTime <= to && (botId === undefined || place.botId === botId),
    );
  } else if (botId === undefined && window === undefined) {
    yield* sessions.allPlaces(account);
  } else {
    const botIds = botId === undefined ? [...account.bots.keys()] : [botId];
    yield* sessions.placesByStart(account, botIds, window ?? allTime);
  }
}

// More days than a log tells apart are no help.
const mostDays = 100;

/** Where the sessions can be that a filter means; those named by id are looked up once nobody else writes. */
function botDaysOf(account: Account, { sessionIds, botId, window }: Filter): BotDays {
  if (sessionIds.length > 0) return nowhere;
  if (botId === undefined && window === undefined) return everything;
  const botIds = botId === undefined ? [...account.bots.keys()] : [botId];
  const days = window ? daysOf(window) : 'all';
  return { everything: false, bots: new Map(botIds.map((id) => [id, days])) };
}

function daysOf({ from, to }: Window): ReadonlySet<number> | 'all' {
  const [first, last] = [dayOf(from), dayOf(to)];
  if (last - first >= mostDays) return 'all';
  return new Set(Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

/** Removes sessions: all, or those that pass every filter. */
export function deleteRoutes(app: Hono, dependencies: ControlDependencies): void {
  const { store, longestWorkMs = Number.POSITIVE_INFINITY } = dependencies;
  app.delete('/accounts/:accountId/sessions', async (context) => {
    const filter = readFilter(context.req.url);
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const until = performance.now() + longestWorkMs;
    let more = false;
    async function* placesInTime(): AsyncGenerator<SessionPlace[]> {
      for await (const places of placesOf(store.sessions, account, filter)) {
        more = performance.now() > until;
        if (more) return;
        yield places;
      }
    }
    const result = await store.sessionWriter.delete(account, botDaysOf(account, filter), placesInTime);
    if (more) return context.json({ ...result, more });
    await checkStillCurrent(dependencies, account);
    return context.json(result);
  });
}
