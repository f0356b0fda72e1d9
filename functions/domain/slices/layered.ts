import type { Slice } from './slice.ts';

/** A bot's day of one layer, as far as newer layers leave it. */
export interface LayeredSlice {
  slice: Slice;
  /** Positions that newer layers hide, ascending; absent: none. */
  hidden?: Int32Array | undefined;
}

/** What is hidden in each slice of a stack, whose slices may go from memory all the same. */
interface Stack {
  slices: readonly WeakRef<Slice>[];
  hidden: (Int32Array | undefined)[];
}

// By the newest slice, which seldom lies over more than one stack; only those of frozen layers do.
const known = new WeakMap<Slice, Stack>();

/**
 * A bot's day put together from its layers. Nothing is copied: an entry of a newer layer hides the one with its start
 * and id below, and so does the trace of a session that has left that place.
 *
 * @param slices of the same bot and day, newest layer first
 */
export function layered(slices: readonly Slice[]): LayeredSlice[] {
  const all = slices.length > 1 ? slices.filter(({ isBlank }) => !isBlank) : slices;
  const [newest] = all;
  if (!newest || newest.isBlank) return [];
  if (all.length === 1) return [{ slice: newest }];
  const before = known.get(newest);
  const hidden =
    before && isOf(before, all)
      ? before.hidden
      : all.map((slice, index) => hiddenIn(slice, all.slice(0, index)));
  if (hidden !== before?.hidden)
    known.set(newest, { slices: all.map((slice) => new WeakRef(slice)), hidden });
  return all.map((slice, index) => ({ slice, hidden: hidden[index] }));
}

const isOf = ({ slices }: Stack, all: readonly Slice[]): boolean =>
  slices.length === all.length && all.every((slice, index) => slice === slices[index]?.deref());

/** Positions of a slice that newer ones hide, ascending; undefined: none. */
export function hiddenIn(slice: Slice, newer: readonly Slice[]): Int32Array | undefined {
  const hidden = new Set<number>();
  for (const each of newer) {
    each.forEachHidden((startTime, sessionId) => {
      const position = slice.positionOf(startTime, sessionId);
      if (position !== undefined) hidden.add(position);
    });
  }
  return hidden.size === 0 ? undefined : Int32Array.from(hidden).sort();
}

/** How many of ascending numbers are less than a limit. */
export function countBelow(numbers: Int32Array, limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
