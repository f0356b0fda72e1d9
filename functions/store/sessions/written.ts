import { dayOf } from '../../domain/bot-days.ts';
import { Slice } from '../../domain/slices/slice.ts';
import { SliceBuilder } from '../../domain/slices/slice-builder.ts';
import { botIdOf, type Item, nameIn, sessionIdOf, timeOf } from '../table/keys.ts';
import { type StoredRow, toIndexEntry, toStoredRow } from './session-item.ts';
import { isTombstone } from './session-record.ts';

/** What was written of a bot's day. */
export interface WrittenDay {
  botId: string;
  /** Days since 1970 (GMT). */
  day: number;
  /** By start and id: the session that is there now; undefined: none any more. */
  places: Map<string, Item | undefined>;
}

// More is not held in memory until it is committed.
const mostPlaces = 100_000;

/** What was written to a layer under one lease, for who keeps it in memory from then on. */
export class Written {
  readonly #days = new Map<string, WrittenDay>();
  #places = 0;

  /**
   * Adds a place of the index, as it is after all that was added before.
   *
   * @param item at least the place, the whole item of a session that is there
   */
  add(item: Item, isThere: boolean): void {
    if (++this.#places > mostPlaces) {
      this.#days.clear();
      return;
    }
    const startTime = timeOf(String(item['start_time']));
    const place = { botId: botIdOf(String(item['botId'])), day: dayOf(startTime) };
    const key = `${place.botId}#${place.day}`;
    const known = this.#days.get(key) ?? { ...place, places: new Map() };
    this.#days.set(key, known);
    known.places.set(
      sessionIdOf(String(item['start_time'])),
      isThere && !isTombstone(item) ? item : undefined,
    );
  }

  get days(): Iterable<WrittenDay> {
    return this.#days.values();
  }

  /** Rows by session id, undefined for a session that is no more. */
  rows(): Map<string, StoredRow | undefined> {
    const places = [...this.#days.values()].flatMap((day) => [...day.places]);
    const gone = places.flatMap(([start, item]) => (item ? [] : [[nameIn(start), undefined] as const]));
    // One that has moved is there.
    const there = places.flatMap(([, item]) =>
      item ? [[String(item['sk']), toStoredRow(item)] as const] : [],
    );
    return new Map<string, StoredRow | undefined>([...gone, ...there]);
  }
}

/** What the index of a layer shows of the day by what was written, as a slice. */
export function sliceOfWritten(layer: string, { botId, day, places }: WrittenDay): Slice {
  const content = new SliceBuilder(day, layer, botId);
  for (const [start, item] of [...places].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (item) content.add(toIndexEntry(item));
    else content.addGone({ sessionId: nameIn(start), startTime: timeOf(start) });
  }
  return new Slice(content);
}
