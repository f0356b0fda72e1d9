import { LruCache } from '../../domain/lru-cache.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import type { Place } from '../../domain/slices/select.ts';
import type { Slice } from '../../domain/slices/slice.ts';
import { sliceNumber } from '../../domain/slices/slice-number.ts';

/** Rows as they are sent, and the span of the account's clock in which they stay like this. */
export interface Page {
  /** JSON in UTF-8, with commas between the rows. */
  json: Buffer;
  /** How many rows. */
  rows: number;
  /** Its bytes, with one more comma, as escaped text in the JSON document that Lambda carries. */
  escapedBytes: number;
  /** The same of its sessions are active from `from` until just before `until` (the account's clock, Unix ms). */
  from: number;
  until: number;
  /** How the ends of active sessions among them were told. */
  activeEndTime: AccountSettings['activeEndTime'];
  /** The body they were sent in last, and what stands in it before them. */
  sent?: { before: string; body: Buffer<ArrayBuffer> };
}

// Bytes of the page's object, its buffers and its place in the cache.
const overheadBytes = 500;

/**
 * Pages that were put together last. What is in a slice never changes, and neither does the row of a session
 * that is in it, so a page is known by its places.
 */
export class PageCache {
  readonly #pages: LruCache<string, Page>;

  /** @param maxBytes what all pages may take together */
  constructor(maxBytes: number) {
    this.#pages = new LruCache({
      max: maxBytes,
      sizeOf: ({ json }, key) => 2 * (json.byteLength + key.length) + overheadBytes,
    });
  }

  /** @param now the account's clock, Unix ms */
  get(
    places: readonly Place[],
    now: number,
    activeEndTime: AccountSettings['activeEndTime'] = 'now',
  ): Page | undefined {
    const page = this.#pages.get(this.#keyOf(places));
    if (!page || now < page.from || now >= page.until) return undefined;
    return page.activeEndTime === activeEndTime ? page : undefined;
  }

  set(places: readonly Place[], page: Page): void {
    this.#pages.set(this.#keyOf(places), page);
  }

  /** Names every place; positions that follow each other in the order of a page are one range. */
  #keyOf(places: readonly Place[]): string {
    let key = '';
    let slice: Slice | undefined;
    let [first, last] = [0, 0];
    for (const place of places) {
      if (place.slice === slice && place.position === last - 1) last = place.position;
      else {
        if (slice) key += `${first}-${last},`;
        if (place.slice !== slice) key += `${sliceNumber(place.slice)}:`;
        slice = place.slice;
        first = last = place.position;
      }
    }
    return `${key}${first}-${last}`;
  }
}
