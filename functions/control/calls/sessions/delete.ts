import * as z from 'zod';
import type { Account } from '../../../domain/account.ts';
import { type BotDays, dayOf, nowhere } from '../../../domain/bot-days.ts';
import { endOfTime, startOfTime } from '../../../domain/dates.ts';
import { idSchema } from '../../../domain/id-schema.ts';
import type { Layers } from '../../../domain/layers.ts';
import type { Window } from '../../../domain/window.ts';
import type { SessionPlace, StoredSessions } from '../../../store/sessions/stored-sessions.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import type { ControlDependencies } from '../../dependencies.ts';
import { count, instant, lastInstant, sessionCount } from '../../fields.ts';
import { checkStillCurrent } from '../../find-account.ts';
import { invalidField } from '../../problem.ts';
import { tidyUpLater } from '../../tidy-up.ts';

const allTime: Window = { from: startOfTime, to: endOfTime };

const deleteQuerySchema = z.strictObject({
  sessionId: z.array(idSchema).max(1000).optional(),
  botId: idSchema.optional(),
  from: instant.optional(),
  to: lastInstant.optional(),
});

/** Which sessions are meant: those that pass all of it. */
interface Filter {
  sessionIds: string[];
  botId?: string | undefined;
  /** Absent: any start. */
  window?: Window | undefined;
}

function filterOf({ sessionId = [], botId, from, to }: z.output<typeof deleteQuerySchema>): Filter {
  const sessionIds = [...new Set(sessionId)];
  if (from === undefined && to === undefined) return { sessionIds, botId };
  const window = { from: from ?? allTime.from, to: to ?? allTime.to };
  if (window.from > window.to) throw invalidField('to', 'must not be before from');
  return { sessionIds, botId, window };
}

async function* placesOf(
  sessions: StoredSessions,
  layers: Layers,
  account: Account,
  { sessionIds, botId, window }: Filter,
  isIndexBehind: boolean,
): AsyncGenerator<SessionPlace[]> {
  if (sessionIds.length > 0) {
    const { from, to } = window ?? allTime;
    const places = await sessions.placesById(layers, sessionIds);
    yield places.filter(
      ({ startTime, ...place }) =>
        startTime >= from && startTime <= to && (botId === undefined || place.botId === botId),
    );
  } else {
    const botIds = botId === undefined ? [...account.bots.keys()] : [botId];
    yield* sessions.placesByStart(layers, botIds, window ?? allTime, isIndexBehind);
  }
}

// More days than a log tells apart are no help.
const mostDays = 100;

/** Where the sessions can be that a filter means; those named by id are looked up once nobody else writes. */
function botDaysOf(account: Account, { sessionIds, botId, window }: Filter): BotDays {
  if (sessionIds.length > 0) return nowhere;
  const botIds = botId === undefined ? [...account.bots.keys()] : [botId];
  const days = window ? daysOf(window) : 'all';
  return { everything: false, bots: new Map(botIds.map((id) => [id, days])) };
}

function daysOf({ from, to }: Window): ReadonlySet<number> | 'all' {
  const [first, last] = [dayOf(from), dayOf(to)];
  if (last - first >= mostDays) return 'all';
  return new Set(Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

export const deletedSchema = z.object({
  deleted: count,
  settled: z.boolean(),
  /** The time of one call was not enough: call again. */
  more: z.literal(true).optional(),
});

type Deleted = z.output<typeof deletedSchema>;

export const noneDeleted: Deleted = { deleted: 0, settled: true };

/**
 * Removes sessions, as many as find time.
 *
 * @param until when no more are begun, by the clock that is never set
 * @throws Problem where the account was reset meanwhile
 */
export async function deleteInTime(
  dependencies: ControlDependencies,
  account: Account,
  filter: Filter,
  until: number,
): Promise<Deleted> {
  const { store, time } = dependencies;
  let more = false;
  async function* placesInTime(layers: Layers, settlesAt: number): AsyncGenerator<SessionPlace[]> {
    const isIndexBehind = settlesAt > time.now();
    for await (const places of placesOf(store.sessions, layers, account, filter, isIndexBehind)) {
      more = time.monotonic() > until;
      if (more) return;
      yield places;
    }
  }
  const result = await store.sessionWriter.delete(account, botDaysOf(account, filter), placesInTime);
  if (more) return { ...result, more };
  await checkStillCurrent(dependencies, account);
  return result;
}

/** Removes all sessions, in the same few writes however many there are. */
async function deleteAll(dependencies: ControlDependencies, account: Account): Promise<number | null> {
  const { store, time } = dependencies;
  const deleted = await store.sessionWriter.hold(account, (lease) =>
    store.dataSets.clear(account, lease, time.now()),
  );
  await checkStillCurrent(dependencies, account);
  tidyUpLater(dependencies);
  return deleted;
}

const deletedSessionsSchema = deletedSchema.extend({ deleted: sessionCount });

export const deleteSessions = defineCall({
  method: 'delete',
  path: '/accounts/{accountId}/sessions',
  tag: 'sessions',
  id: 'deleteSessions',
  summary: 'Remove sessions: all, or those that pass every filter',
  query: deleteQuerySchema,
  answers: { 200: json('How many were removed', 'ClearedSessions', deletedSessionsSchema) },
  problems: { 409: ['data_replaced'], 503: ['account_busy'] },
  run: async ({ account, query, until }, dependencies) => ({
    status: 200,
    body:
      Object.keys(query).length === 0
        ? { deleted: await deleteAll(dependencies, account), settled: true }
        : await deleteInTime(dependencies, account, filterOf(query), until),
  }),
});
