import { LruCache } from '../../domain/lru-cache.ts';
import type { Reading } from '../../domain/session-log.ts';
import type { Slice } from '../../domain/slices/slice.ts';

/** What is known of a bot's day of one layer, and how fresh it is. */
export interface KeptSlice extends Reading {
  /** Newest first: as it was read, and on top of it what this process has written since. */
  slices: readonly Slice[];
  /** The log's revision before it was read: what it shows is at least as new. */
  firstRevision: number;
}

/** Slices in memory, those used last: found by bot and day without a text for each of them. */
export class KeptSlices {
  readonly #bots = new Map<string, Map<number, KeptSlice>>();
  readonly #used: LruCache<KeptSlice, string>;

  /** @param maxBytes what all slices may take together */
  constructor(maxBytes: number) {
    this.#used = new LruCache({
      max: maxBytes,
      sizeOf: (_, { slices }) => slices.reduce((sum, { bytes }) => sum + bytes, 0),
      onGone: (botKey, kept) => this.#forget(botKey, kept),
    });
  }

  /** @param botKey names the bot and its data set */
  get(botKey: string, day: number): KeptSlice | undefined {
    const kept = this.#bots.get(botKey)?.get(day);
    if (kept) this.#used.get(kept);
    return kept;
  }

  /** Keeps a slice in place of the one of the same day. */
  set(botKey: string, kept: KeptSlice): void {
    const days = this.#bots.get(botKey) ?? new Map<number, KeptSlice>();
    const before = days.get(kept.day);
    if (before) this.#used.delete(before);
    this.#bots.set(botKey, days);
    days.set(kept.day, kept);
    this.#used.set(kept, botKey);
    // A slice that is larger than all that may be kept is not kept.
    if (!this.#used.has(kept)) this.#forget(botKey, kept);
  }

  /** Forgets all of a layer. */
  forgetLayer(isOfLayer: (botKey: string) => boolean): void {
    for (const [botKey, days] of this.#bots) {
      if (isOfLayer(botKey)) for (const kept of days.values()) this.#used.delete(kept);
    }
  }

  #forget(botKey: string, kept: KeptSlice): void {
    const days = this.#bots.get(botKey);
    if (days?.get(kept.day) !== kept) return;
    days.delete(kept.day);
    if (days.size === 0) this.#bots.delete(botKey);
  }
}
