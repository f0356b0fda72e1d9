import { LruCache } from '../../domain/lru-cache.ts';
import type { Moment } from '../../domain/messages/timeline.ts';
import type { Slice } from '../../domain/slices/slice.ts';
import { sliceNumber } from '../../domain/slices/slice-number.ts';
import type { SessionReader } from '../../store/reader/session-reader.ts';
import type { Talk } from './made-messages.ts';

/** The body of an answer in UTF-8. */
type Body = Uint8Array<ArrayBuffer>;

// Bytes of an entry's object and its place in the cache.
const overheadBytes = 300;
/** Larger pages are asked for once, by who takes all there is. */
const mostRows = 800;

/**
 * Answers that were sent last. What is in a slice never changes, and neither do the messages that are made of it, so an
 * answer is known by its messages' places, and by what stands around its rows.
 */
export class BodyCache {
  readonly #bodies: LruCache<string, Body>;

  /** @param maxBytes what all of them may take together */
  constructor(maxBytes: number) {
    this.#bodies = new LruCache({
      max: maxBytes,
      sizeOf: (body, key) => body.byteLength + 2 * key.length + overheadBytes,
    });
  }

  /**
   * @param around all else that the answer depends on
   * @returns undefined where it is not worth keeping
   */
  keyOf(moments: readonly Moment<Talk>[], around: string): string | undefined {
    if (moments.length > mostRows) return undefined;
    let key = around;
    let slice: Slice | undefined;
    for (const { run, number } of moments) {
      const place = run.placeOf(number);
      if (place.slice !== slice) key += ` ${sliceNumber(place.slice)}:`;
      slice = place.slice;
      key += run.kind === 'made' ? `${place.position}.${number},` : `${place.position},`;
    }
    return key;
  }

  get(key: string): Body | undefined {
    return this.#bodies.get(key);
  }

  set(key: string, body: Body): void {
    this.#bodies.set(key, body);
  }
}

const known = new WeakMap<SessionReader, BodyCache>();

/** That of a process, for both versions of the API. */
export function bodyCacheOf(reader: SessionReader): BodyCache {
  const found = known.get(reader);
  if (found) return found;
  const made = new BodyCache(reader.messageBytes);
  known.set(reader, made);
  return made;
}
