import { isId } from '../../domain/ids.ts';
import { inTurns } from '../../domain/in-turns.ts';
import type { Narrowing } from '../../domain/journal.ts';
import type { SessionFilter, WindowQuery } from '../../domain/query.ts';
import { prepareFilter } from '../../domain/slices/filter.ts';
import { findMatches } from '../../domain/slices/matches.ts';
import type { DaySlices } from '../../domain/slices/select.ts';
import type { Window } from '../../domain/window.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import type { Asker } from '../../vendor/api.ts';
import type { SessionsQuery } from '../parse/request.ts';

/**
 * How many sessions each part of a request has left, one after the other.
 *
 * @returns undefined where the account has no sessions
 */
export function narrow(
  query: SessionsQuery,
  asker: Asker,
  view: SessionView,
): Promise<Narrowing | undefined> {
  return query.kind === 'byId' ? narrowIds(query.sessionIds, asker, view) : narrowWindow(query, asker, view);
}

async function narrowIds(
  ids: readonly string[],
  { botIds, now }: Asker,
  view: SessionView,
): Promise<Narrowing> {
  const found = await view.find(ids.filter(isId));
  const ofBots = found.filter(({ botId }) => botIds.includes(botId));
  const started = ofBots.filter(({ entry }) => entry.startTime <= now);
  return {
    sessionId: found.length,
    bot: ofBots.length,
    page: started.length,
    ...notYetStarted(ofBots.length - started.length),
  };
}

/** Which step each member of the filter is, in the order of the steps; only messages are asked for by channel. */
const stepOf: Readonly<Record<Exclude<keyof SessionFilter, 'channel'>, keyof Narrowing>> = {
  containmentType: 'containmentType',
  sessionType: 'sessionType',
  tags: 'tags',
  userId: 'user',
  callId: 'callId',
};
const steps = Object.entries(stepOf) as [keyof typeof stepOf, keyof Narrowing][];

async function narrowWindow(
  { window: asked, filter, skip, limit }: WindowQuery,
  { account, botIds, now }: Asker,
  view: SessionView,
): Promise<Narrowing | undefined> {
  const everyBot = [...account.bots.keys()];
  const window = { from: asked.from, to: Math.min(asked.to, now) };
  const inWindow = await daysOf(view, everyBot, window);
  const total = await count(inWindow, window, {}, now);
  if (total === 0 && !(await view.hasAny(everyBot))) return undefined;

  const days = await daysOf(view, botIds, window);
  const narrowing: Narrowing = { window: total, bot: await count(days, window, {}, now) };
  let left = narrowing.bot ?? 0;
  let applied: SessionFilter = {};
  for (const [member, step] of steps) {
    applied = { ...applied, [member]: filter[member] };
    if (left > 0 && filter[member] !== undefined) left = await count(days, window, applied, now);
    narrowing[step] = left;
  }
  narrowing.page = Math.min(Math.max(left - skip, 0), limit);
  const later = { from: Math.max(asked.from, now + 1), to: asked.to };
  const waiting = await count(await daysOf(view, botIds, later), later, {}, now);
  return { ...narrowing, ...notYetStarted(waiting) };
}

const notYetStarted = (sessions: number): Pick<Narrowing, 'notYetStarted'> =>
  sessions > 0 ? { notYetStarted: sessions } : {};

async function daysOf(view: SessionView, botIds: readonly string[], window: Window): Promise<DaySlices[]> {
  return window.from > window.to ? [] : view.days(botIds, window);
}

async function count(
  days: readonly DaySlices[],
  window: Window,
  filter: SessionFilter,
  now: number,
): Promise<number> {
  return inTurns(countInSteps(days, window, filter, now));
}

function* countInSteps(
  days: readonly DaySlices[],
  window: Window,
  filter: SessionFilter,
  now: number,
): Generator<undefined, number> {
  const prepared = prepareFilter(filter);
  let total = 0;
  for (const { slice, hidden } of days.flat()) {
    total += (yield* findMatches(slice, window, prepared, now)).without(hidden).count;
    yield;
  }
  return total;
}
