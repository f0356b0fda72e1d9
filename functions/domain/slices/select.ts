import { newestFirst, type WindowQuery } from '../query.ts';
import { type PreparedFilter, prepareFilter } from './filter.ts';
import type { LayeredSlice } from './layered.ts';
import { allWithin, findMatches, type Matches } from './matches.ts';
import type { Slice } from './slice.ts';

/** Where a session is: its slice, and its position in it. */
export interface Place {
  slice: Slice;
  position: number;
}

/** What a query comes to. */
export interface Selection {
  /** Every match, whatever the page. */
  total: number;
  page: Place[];
}

/** The slices of one day: of each bot one for each layer that knows something of the day. */
export type DaySlices = readonly LayeredSlice[];

/**
 * Total and page of a query, in steps after each of which others may have their turn.
 *
 * @param days newest first
 * @param now the account's clock, Unix ms
 */
export function* selectInSteps(
  days: readonly DaySlices[],
  query: WindowQuery,
  now: number,
): Generator<undefined, Selection> {
  const filter = prepareFilter(query.filter);
  let page: Place[] = [];
  let total = 0;
  for (const slices of days) {
    // Without a filter nothing is looked at one by one.
    const matches = filter ? yield* matchesOfDay(slices, query, filter, now) : allOfDay(slices, query);
    let count = 0;
    for (const each of matches) count += each.count;
    const skip = Math.max(query.skip - total, 0);
    if (skip < count && page.length < query.limit) {
      const places = part(matches, skip, query.limit - page.length);
      if (page.length === 0) page = places;
      else for (const place of places) page.push(place);
    }
    total += count;
  }
  return { total, page };
}

function allOfDay(slices: DaySlices, { window }: WindowQuery): Matches[] {
  const matches: Matches[] = [];
  for (const { slice, hidden } of slices) {
    const found = allWithin(slice, window).without(hidden);
    if (found.count > 0) matches.push(found);
  }
  return matches;
}

function* matchesOfDay(
  slices: DaySlices,
  { window }: WindowQuery,
  filter: PreparedFilter,
  now: number,
): Generator<undefined, Matches[]> {
  const matches: Matches[] = [];
  for (const { slice, hidden } of slices) {
    const found = (yield* findMatches(slice, window, filter, now)).without(hidden);
    if (found.count > 0) matches.push(found);
    yield;
  }
  return matches;
}

/** What a slice still has to give, newest first. */
class Cursor {
  readonly #matches: Matches;
  #left: number;

  /** @param left how many of its matches are still to come; they are the oldest */
  constructor(matches: Matches, left: number) {
    this.#matches = matches;
    this.#left = left;
  }

  get isAtEnd(): boolean {
    return this.#left === 0;
  }

  get #position(): number {
    return this.#matches.positionAt(this.#left - 1);
  }

  get startTime(): number {
    return this.#matches.slice.startAt(this.#position);
  }

  get sessionId(): string {
    return this.#matches.slice.idAt(this.#position);
  }

  take(): Place {
    const place = { slice: this.#matches.slice, position: this.#position };
    this.#left--;
    return place;
  }
}

/** How many matches start before an instant (Unix ms). */
function countBefore(matches: Matches, instant: number): number {
  let [low, high] = [0, matches.count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (matches.slice.startAt(matches.positionAt(middle)) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Matches of a day, newest first, from `skip` on. */
function part(day: readonly Matches[], skip: number, limit: number): Place[] {
  const [only, ...others] = day;
  return only && others.length === 0 ? partOfOne(only, skip, limit) : partOfMany(day, skip, limit);
}

function partOfOne(matches: Matches, skip: number, limit: number): Place[] {
  const { slice, count } = matches;
  const places: Place[] = [];
  const last = count - 1 - skip;
  for (let index = last; index >= 0 && places.length < limit; index--) {
    places.push({ slice, position: matches.positionAt(index) });
  }
  return places;
}

/** A part of the matches of a day that has many: those newer than the part are counted, not looked at. */
function partOfMany(day: readonly Matches[], skip: number, limit: number): Place[] {
  const startingFrom = (instant: number): number =>
    day.reduce((sum, matches) => sum + matches.count - countBefore(matches, instant), 0);
  // The first session wanted starts at the latest instant from which on more than `skip` sessions start.
  let [low, high] = bounds(day);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (startingFrom(middle) > skip) low = middle;
    else high = middle - 1;
  }
  const cursors = day.map((matches) => new Cursor(matches, countBefore(matches, low + 1)));
  const found: Place[] = [];
  for (let passed = startingFrom(low + 1); found.length < limit; passed++) {
    const next = newest(cursors);
    if (!next) break;
    const place = next.take();
    if (passed >= skip) found.push(place);
  }
  return found;
}

/** The first and the last start among matches, of which there is at least one. */
function bounds(day: readonly Matches[]): [number, number] {
  const starts = day.flatMap((matches) => [
    matches.slice.startAt(matches.positionAt(0)),
    matches.slice.startAt(matches.positionAt(matches.count - 1)),
  ]);
  return [Math.min(...starts), Math.max(...starts)];
}

function newest(cursors: readonly Cursor[]): Cursor | undefined {
  let best: Cursor | undefined;
  for (const cursor of cursors) {
    if (!cursor.isAtEnd && (!best || newestFirst(cursor, best) < 0)) best = cursor;
  }
  return best;
}
