import { newestFirst } from '../query.ts';
import { addingFrom } from './adding-from.ts';
import { hiddenIn } from './layered.ts';
import { Slice } from './slice.ts';
import { SliceBuilder } from './slice-builder.ts';

/** A newer slice is merged into an older one that tells of fewer than so many times as much, */
const mostRatio = 4;

/** or of so few places that a slice of its own would take more than they do. */
const fewPlaces = 64;

/**
 * Slices of one bot's day in one layer with a newer one on top: few, as those of about the same size become one.
 *
 * @param slices newest first
 * @param isLowest whether nothing lies below the layer
 */
export function withNewest(slices: readonly Slice[], newest: Slice, isLowest: boolean): readonly Slice[] {
  let top = newest;
  for (const [index, next] of slices.entries()) {
    if (next.places > Math.max(mostRatio * top.places, fewPlaces)) return [top, ...slices.slice(index)];
    const isLast = index === slices.length - 1;
    top = merged(top, next, isLast && isLowest);
  }
  return [top];
}

/** @param isLowest whether nothing lies below them: then nothing need be hidden there */
function merged(newer: Slice, older: Slice, isLowest: boolean): Slice {
  const content = new SliceBuilder(newer.day, newer.layer, newer.botId);
  const hidden = new Set(hiddenIn(older, [newer]));
  const [addNewer, addOlder] = [addingFrom(newer, content), addingFrom(older, content)];
  let [next, nextOlder] = [0, 0];
  for (;;) {
    while (hidden.has(nextOlder)) nextOlder++;
    const isLeft = next < newer.length;
    if (!isLeft && nextOlder >= older.length) break;
    const takesNewer = isLeft && (nextOlder >= older.length || isBefore(newer, next, older, nextOlder));
    if (takesNewer) addNewer(next++);
    else addOlder(nextOlder++);
  }
  if (!isLowest) addGone(content, [newer, older]);
  return new Slice(content);
}

/** Whether a place comes before another in the order of the index. */
function isBefore(one: Slice, at: number, other: Slice, otherAt: number): boolean {
  const [startTime, otherStart] = [one.startAt(at), other.startAt(otherAt)];
  if (startTime !== otherStart) return startTime < otherStart;
  const place = { startTime, sessionId: one.idAt(at) };
  return newestFirst(place, { startTime, sessionId: other.idAt(otherAt) }) > 0;
}

function addGone(content: SliceBuilder, slices: readonly Slice[]): void {
  const seen = new Set<string>();
  for (const slice of slices) {
    slice.forEachGone((startTime, sessionId) => {
      const place = `${startTime}#${sessionId}`;
      if (!seen.has(place)) content.addGone({ startTime, sessionId });
      seen.add(place);
    });
  }
}
