import type { JournalEntry } from '../../domain/journal.ts';

/**
 * Where an entry stands in the order of a journal: by the time of its request, as `timedKey` has it, then by
 * its id.
 */
export const placeOf = ({ at, id }: JournalEntry): string => `${at}#${id}`;

/** An entry and its place in the journal. */
export interface PlacedEntry {
  place: string;
  entry: JournalEntry;
}

export const byPlaceNewestFirst = (a: { place: string }, b: { place: string }): number => {
  if (a.place === b.place) return 0;
  return a.place < b.place ? 1 : -1;
};
