import { toIso } from '../../domain/dates.ts';
import type { JournalEntry } from '../../domain/journal.ts';

/**
 * Where an entry stands in the order of a journal: by the time of its request, as `toISOString` gives it and so
 * that texts sort as times do, then by its id.
 */
export const placeOf = ({ at, id }: JournalEntry): string => `${at}#${id}`;

/** The first place that an entry of this time (Unix ms) can have. */
export const firstPlace = (ms: number): string => toIso(ms);

/** After the last place that an entry of this time (Unix ms) can have: "$" follows "#". */
export const lastPlace = (ms: number): string => `${toIso(ms)}$`;

/** The time that a place names, Unix ms; undefined where it names none. */
export function timeOf(place: string): number | undefined {
  const ms = Date.parse(place.slice(0, place.indexOf('#')));
  return Number.isNaN(ms) ? undefined : ms;
}

/** An entry and its place in the journal. */
export interface PlacedEntry {
  place: string;
  entry: JournalEntry;
}

export const byPlaceNewestFirst = (a: { place: string }, b: { place: string }): number => {
  if (a.place === b.place) return 0;
  return a.place < b.place ? 1 : -1;
};
