import { newestFirst, type WindowQuery } from '../query.ts';
import { type Matches, matchesIn } from './matches.ts';
import type { Slice, SliceEntry } from './slice.ts';

/** What a query comes to. */
export interface Selection {
  /** Every match, whatever the page. */
  total: number;
  page: SliceEntry[];
}

/** The slices of one day, one for each bot. */
export type DaySlices = readonly Slice[];

/**
 * Total and page of a query.
 *
 * @param days newest first
 * @param now the account's clock, Unix ms
 */
export function select(days: readonly DaySlices[], query: WindowQuery, now: number): Selection {
  const matches = days.map((slices) =>
    slices.map((slice) => matchesIn(slice, query.window, query.filter, now)).filter(({ count }) => count > 0),
  );
  const counts = matches.map((day) => day.reduce((sum, { count }) => sum + count, 0));
  const page: SliceEntry[] = [];
  let skip = query.skip;
  for (const [index, day] of matches.entries()) {
    const count = counts[index] ?? 0;
    if (skip < count && page.length < query.limit) page.push(...part(day, skip, query.limit - page.length));
    skip = Math.max(skip - count, 0);
  }
  return { total: counts.reduce((sum, count) => sum + count, 0), page };
}

/** What a slice still has to give, newest first. */
class Cursor {
  readonly #matches: Matches;
  #left: number;

  /** @param left how many of its matches, the oldest, have not been passed over */
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

  take(): SliceEntry {
    const entry = this.#matches.slice.entryAt(this.#position);
    this.#left--;
    return entry;
  }
}

/** How many matches start before an instant (Unix ms). */
function countBefore({ slice, count, positionAt }: Matches, instant: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (slice.startAt(positionAt(middle)) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Matches of a day, newest first, from `skip` on. */
function part(day: readonly Matches[], skip: number, limit: number): SliceEntry[] {
  const [only, ...others] = day;
  return only && others.length === 0 ? partOfOne(only, skip, limit) : partOfMany(day, skip, limit);
}

function partOfOne({ slice, count, positionAt }: Matches, skip: number, limit: number): SliceEntry[] {
  const length = Math.min(limit, count - skip);
  return Array.from({ length }, (_, index) => slice.entryAt(positionAt(count - 1 - skip - index)));
}

/** Finds the instant of the first, so that none before is looked at. */
function partOfMany(day: readonly Matches[], skip: number, limit: number): SliceEntry[] {
  const startingFrom = (instant: number): number =>
    day.reduce((sum, matches) => sum + matches.count - countBefore(matches, instant), 0);
  // The latest instant from which on more than `skip` sessions start: that of the first session wanted.
  let [low, high] = bounds(day);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (startingFrom(middle) > skip) low = middle;
    else high = middle - 1;
  }
  const cursors = day.map((matches) => new Cursor(matches, countBefore(matches, low + 1)));
  const found: SliceEntry[] = [];
  for (let passed = startingFrom(low + 1); found.length < limit; passed++) {
    const next = newest(cursors);
    if (!next) break;
    const entry = next.take();
    if (passed >= skip) found.push(entry);
  }
  return found;
}

/** The first and the last start among matches, of which there is at least one. */
function bounds(day: readonly Matches[]): [number, number] {
  const starts = day.flatMap(({ slice, count, positionAt }) => [
    slice.startAt(positionAt(0)),
    slice.startAt(positionAt(count - 1)),
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
