import type { JournalEntry } from '../../domain/journal.ts';
import { firstTimedKey, type Item, type Key, timeOf } from '../table/keys.ts';

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

/** An entry as it is written. */
export interface WrittenEntry {
  /** The journal's partition. */
  pk: string;
  place: string;
  /** The entry as JSON. */
  text: string;
  /** When it expires, Unix seconds. */
  ttl: number;
}

/** Some entries of one journal that expire together; its sort key is the place of the newest. */
export type JournalItem = Key & {
  /** JSON: an array of entries, newest first. */
  entries: string;
  /** How many they are. */
  count: number;
  /** Unix seconds. */
  ttl: number;
};

/**
 * How much older than the newest entry of an item the others can be. Who reads on from a place must begin that
 * much after it, so it may become longer but never shorter: entries of before would not be found.
 */
export const longestSpanMs = 250;

/** An item takes no more entries than fit; DynamoDB's end at 400 KB. A larger entry has an item of its own. */
const mostBytes = 128_000;

/** An item that takes entries still. */
interface OpenItem extends Key {
  ttl: number;
  /** An older entry is for another item. */
  oldest: string;
  texts: string[];
  bytes: number;
}

/** Puts entries, in any order, into as few items as may be. */
export function packEntries(entries: readonly WrittenEntry[]): JournalItem[] {
  const items: OpenItem[] = [];
  for (const entry of [...entries].sort(compare)) {
    // Before each stands a comma or a bracket.
    const bytes = Buffer.byteLength(entry.text) + 1;
    let item = items.at(-1);
    if (!item || !belongs(entry, item) || item.bytes + bytes > mostBytes) {
      item = openItem(entry);
      items.push(item);
    }
    item.texts.push(entry.text);
    item.bytes += bytes;
  }
  return items.map(({ pk, sk, ttl, texts }) => ({
    pk,
    sk,
    entries: `[${texts.join(',')}]`,
    count: texts.length,
    ttl,
  }));
}

/** Those that can share an item one after the other, newest first. */
function compare(a: WrittenEntry, b: WrittenEntry): number {
  if (a.pk !== b.pk) return a.pk < b.pk ? -1 : 1;
  if (a.ttl !== b.ttl) return a.ttl - b.ttl;
  return a.place < b.place ? 1 : -1;
}

const belongs = ({ pk, ttl, place }: WrittenEntry, item: OpenItem): boolean =>
  pk === item.pk && ttl === item.ttl && place >= item.oldest;

function openItem({ pk, place, ttl }: WrittenEntry): OpenItem {
  const oldest = firstTimedKey((timeOf(place) || 0) - longestSpanMs);
  return { pk, sk: place, ttl, oldest, texts: [], bytes: 0 };
}

/** The entries of an item, newest first. */
export function entriesOf(item: Item): PlacedEntry[] {
  // What earlier versions wrote has one entry an item.
  const text = item['entries'] ?? `[${item['entry']}]`;
  const entries: JournalEntry[] = JSON.parse(String(text));
  return entries.map((entry) => ({ place: placeOf(entry), entry }));
}

/** How many entries an item has. */
export const countOf = (item: Item): number => Number(item['count'] ?? 1);
