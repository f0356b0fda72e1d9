import type { Item } from '../table/keys.ts';
import { tableDefinition } from '../table/table-definition.ts';
import { byPlaceNewestFirst, entriesOf, type PlacedEntry } from './items.ts';

/**
 * The entries of items, newest first, some at a time. The times of two items can overlap, so an entry is held
 * back until no later item can have a newer one.
 *
 * @param pages items by their keys, newest first
 * @param wanted the places to hand out
 */
export async function* newestFirst(
  pages: AsyncIterable<readonly Item[]>,
  wanted: (place: string) => boolean,
): AsyncGenerator<PlacedEntry[]> {
  let held: PlacedEntry[] = [];
  for await (const items of pages) {
    for (const item of items) {
      const key = String(item[tableDefinition.sortKey]);
      const settled = countNewerThan(key, held);
      if (settled > 0) yield held.slice(0, settled);
      const entries = entriesOf(item).filter(({ place }) => wanted(place));
      held =
        settled === held.length ? entries : [...held.slice(settled), ...entries].sort(byPlaceNewestFirst);
    }
  }
  if (held.length > 0) yield held;
}

function countNewerThan(key: string, held: readonly PlacedEntry[]): number {
  const first = held.findIndex(({ place }) => place < key);
  return first === -1 ? held.length : first;
}
