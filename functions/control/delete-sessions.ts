import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../domain/account.ts';
import { idSchema } from '../domain/ids.ts';
import type { Window } from '../domain/window.ts';
import type { SessionPlace, SessionStore } from '../store/sessions.ts';
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

/** Removes sessions: all, or those that pass every filter. */
export function deleteRoutes(app: Hono, dependencies: ControlDependencies): void {
  const { store, longestWorkMs = Number.POSITIVE_INFINITY } = dependencies;
  app.delete('/accounts/:accountId/sessions', async (context) => {
    const filter = readFilter(context.req.url);
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const until = performance.now() + longestWorkMs;
    let [deleted, settled] = [0, true];
    for await (const places of placesOf(store.sessions, account, filter)) {
      if (performance.now() > until) return context.json({ deleted, settled, more: true });
      settled = (await store.sessions.delete(account, places)) && settled;
      deleted += places.length;
    }
    await checkStillCurrent(dependencies, account);
    return context.json({ deleted, settled });
  });
}
