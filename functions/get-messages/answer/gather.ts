import { dayOf } from '../../domain/bot-days.ts';
import { dayMs, endOfTime, startOfTime } from '../../domain/dates.ts';
import { isId } from '../../domain/ids.ts';
import { inTurns } from '../../domain/in-turns.ts';
import { Timeline } from '../../domain/messages/timeline.ts';
import { longestSpanMs } from '../../domain/messages/times.ts';
import { hashed } from '../../domain/slices/dictionary.ts';
import { type PreparedFilter, prepareFilter } from '../../domain/slices/filter.ts';
import { decode } from '../../domain/slices/kind-code.ts';
import type { LayeredSlice } from '../../domain/slices/layered.ts';
import { findMatches, Matches } from '../../domain/slices/matches.ts';
import type { Place } from '../../domain/slices/select.ts';
import { Slice } from '../../domain/slices/slice.ts';
import { SliceBuilder } from '../../domain/slices/slice-builder.ts';
import type { Window } from '../../domain/window.ts';
import { daysOfMark, ofTask } from '../../store/messages/message-item.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import type { StoredSession } from '../../store/sessions/session-item.ts';
import { messagesOf } from '../../store/table/keys.ts';
import { chunks } from '../../store/table/parallel.ts';
import type { Asker } from '../../vendor/api.ts';
import type { MessagesQuery } from '../parse/request.ts';
import { conversationIn } from './conversation.ts';
import { knowsAll, MadeGroup } from './made-group.ts';
import { KeptMessages, MadeMessages, type Talk } from './made-messages.ts';
import type { Marks } from './marks.ts';

/** What messages are asked for, beside which page of them. */
export type Wanted = Pick<
  MessagesQuery,
  'window' | 'sessionIds' | 'userId' | 'channel' | 'callId' | 'tags'
> & {
  /** Whether messages of alert and action tasks are left out. */
  withoutTasks: boolean;
};

const rowsPerRead = 800;

/**
 * The messages that are asked for, made-up and imported ones, of which none is looked at yet.
 *
 * @param view asked for what is not in memory
 */
export async function gather(
  wanted: Wanted,
  { botIds, now }: Asker,
  view: SessionView,
  marks: Marks,
): Promise<Timeline<Talk>> {
  const { from, to } = wanted.window ?? { from: startOfTime, to: endOfTime };
  // A message is visible once the clock has reached its time.
  const window = { from, to: Math.min(to, now) };
  const timeline = new Timeline<Talk>(window);
  if (window.from > window.to) return timeline;
  const source = { wanted, botIds, now, view, marks, window };
  const starts = { from: window.from - longestSpanMs, to: window.to };
  const slices = await sessionSlices(source, starts);
  await addMade(timeline, source, slices, starts);
  if (!marks.areNone) await addKept(timeline, source, await meantSessions(source, slices, starts));
  return timeline;
}

interface Source {
  wanted: Wanted;
  botIds: readonly string[];
  now: number;
  view: SessionView;
  marks: Marks;
  window: Window;
}

async function addMade(
  timeline: Timeline<Talk>,
  { wanted, marks, view, now }: Source,
  slices: readonly LayeredSlice[],
  starts: Window,
): Promise<void> {
  const { userId, channel, callId, tags } = wanted;
  const filter = prepareFilter({ userId, channel, callId, tags });
  const unknown: Place[] = [];
  function* add(): Generator<undefined, void> {
    for (const { slice, hidden } of slices) {
      yield* slice.readTraits();
      const all = (yield* findMatches(slice, starts, filter, now)).without(hidden);
      const matches = marks.areNone && knowsAll(slice) ? all : madeOf(all, marks, unknown);
      if (matches.count > 0) timeline.add(new MadeGroup(matches));
      yield;
    }
  }
  await inTurns(add());
  for (const part of chunks(unknown, rowsPerRead)) {
    for (const [index, { row }] of (await view.rows(part)).entries()) {
      const conversation = conversationIn(row.text);
      const place = part[index];
      if (place && (channel === undefined || conversation.channel === channel)) {
        timeline.add(new MadeMessages(place, conversation));
      }
    }
  }
}

/**
 * Sessions without imported messages of which it is known how many they have.
 *
 * @param unknown to which the others are added
 */
function madeOf(all: Matches, marks: Marks, unknown: Place[]): Matches {
  const { slice } = all;
  const { messages } = slice.traits;
  const positions: number[] = [];
  for (let index = 0; index < all.count; index++) {
    const position = all.positionAt(index);
    if (marks.has(slice.idAt(position))) continue;
    if ((messages[position] ?? 0) > 0) positions.push(position);
    else unknown.push({ slice, position });
  }
  return new Matches(slice, 0, positions.length, positions);
}

/** The sessions whose imported messages are meant; undefined: those of every session, and of none. */
async function meantSessions(
  { wanted: { sessionIds, callId }, marks, now }: Source,
  slices: readonly LayeredSlice[],
  starts: Window,
): Promise<readonly string[] | undefined> {
  if (callId === undefined) return sessionIds;
  // A call is known by its session alone.
  const ofCall = prepareFilter({ callId });
  const ids: string[] = [];
  function* find(): Generator<undefined, void> {
    for (const { slice, hidden } of slices) {
      const matches = (yield* findMatches(slice, starts, ofCall, now)).without(hidden);
      for (let index = 0; index < matches.count; index++) ids.push(slice.idAt(matches.positionAt(index)));
    }
  }
  await inTurns(find());
  return ids.filter((id) => marks.has(id));
}

/** Slices with the sessions that may be meant: those of ids are made for them alone. */
async function sessionSlices(
  { wanted, botIds, view }: Source,
  starts: Window,
): Promise<readonly LayeredSlice[]> {
  const { sessionIds } = wanted;
  if (!sessionIds) return (await view.days(botIds, starts)).flat();
  const found = await view.find(sessionIds.filter(isId));
  return found.filter(({ botId }) => botIds.includes(botId)).map(sliceOf);
}

function sliceOf({ entry, botId, row }: StoredSession): LayeredSlice {
  const content = new SliceBuilder(dayOf(entry.startTime), '', botId);
  content.add({ ...entry, conversation: entry.conversation ?? conversationIn(row.text) });
  return { slice: new Slice(content) };
}

/** @param only sessions whose messages are meant; absent: all of the window */
async function addKept(
  timeline: Timeline<Talk>,
  source: Source,
  only: readonly string[] | undefined,
): Promise<void> {
  const { wanted, now, window } = source;
  const { userId, channel, tags, withoutTasks } = wanted;
  const filter = prepareFilter({ userId, channel, tags });
  for (const slices of await keptSlices(source, only)) {
    await inTurns(keepMatching(slices, filter));
  }
  function* keepMatching(
    { slice, hidden }: LayeredSlice,
    prepared: PreparedFilter | undefined,
  ): Generator<undefined, void> {
    const all = (yield* findMatches(slice, window, prepared, now)).without(hidden);
    const matches = meantOf(all, only, withoutTasks);
    if (matches.count > 0) timeline.add(new KeptMessages(matches));
  }
}

/** Those that belong to one of the sessions, and those of no task. */
function meantOf(all: Matches, only: readonly string[] | undefined, withoutTasks: boolean): Matches {
  const { slice } = all;
  const belongs = only && sessionTest(slice, only);
  const isOfTask = tasksOf(slice);
  if (!belongs && !(withoutTasks && isOfTask)) return all;
  const positions: number[] = [];
  for (let index = 0; index < all.count; index++) {
    const position = all.positionAt(index);
    if (withoutTasks && isOfTask?.(position)) continue;
    if (!belongs || belongs(position)) positions.push(position);
  }
  return new Matches(slice, 0, positions.length, positions);
}

/** Tests whether a message is of an alert or action task; undefined where none of a slice is. */
function tasksOf(slice: Slice): ((position: number) => boolean) | undefined {
  const test = (position: number): boolean => decode(slice.codeAt(position)).containmentType === ofTask;
  const known = tasks.get(slice);
  if (known !== undefined) return known ? test : undefined;
  let hasTasks = false;
  for (let position = 0; position < slice.length && !hasTasks; position++) hasTasks = test(position);
  tasks.set(slice, hasTasks);
  return hasTasks ? test : undefined;
}

// What is in a slice never changes.
const tasks = new WeakMap<Slice, boolean>();

/** Tests whether the message at a position belongs to one of the sessions. */
function sessionTest(slice: Slice, sessionIds: readonly string[]): (position: number) => boolean {
  const { callNames, calls } = slice.traits;
  const numbers = new Set(sessionIds.map((id) => (callNames.numberOf(hashed(id)) ?? -1) + 1));
  numbers.delete(0);
  return (position) => numbers.has(calls[position] ?? 0);
}

/** @param only sessions whose messages are meant; absent: all of the window */
async function keptSlices(
  { botIds, view, marks, window }: Source,
  only: readonly string[] | undefined,
): Promise<LayeredSlice[]> {
  const bots = botIds.map(messagesOf);
  if (!only) return (await view.days(bots, window)).flat();
  const places = only.flatMap((id) => marks.placeOf(id) ?? []);
  const days = new Set<number>();
  for (const { row } of await view.rows(places)) for (const day of daysOfMark(row.text)) days.add(day);
  const slices: LayeredSlice[] = [];
  for (const { first, last } of rangesOf(days, window)) {
    const found = await view.days(bots, { from: first * dayMs, to: last * dayMs });
    for (const each of found.flat()) slices.push(each);
  }
  return slices;
}

/** Days that follow each other, of those that a window touches. */
function rangesOf(days: ReadonlySet<number>, { from, to }: Window): { first: number; last: number }[] {
  const ranges: { first: number; last: number }[] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    if (day < dayOf(from) || day > dayOf(to)) continue;
    const before = ranges.at(-1);
    if (before?.last === day - 1) before.last = day;
    else ranges.push({ first: day, last: day });
  }
  return ranges;
}
