import { dayMs } from '../dates.ts';
import type { IndexEntry } from '../query.ts';
import { IntsBuilder } from './ints.ts';
import { codeOf } from './kind-code.ts';
import { readHead } from './packed-filter.ts';
import { TextsBuilder } from './texts.ts';
import { TraitsBuilder } from './traits.ts';

/** An entry as the index has it. */
export interface PackedEntry {
  sessionId: string;
  /** Unix ms. */
  startTime: number;
  /** As `packFilter` makes it. */
  filter: string;
}

/**
 * What a slice holds, packed while it arrives: no entry need be kept until all are there. All of its entries are added
 * as the index has them, or all taken apart.
 */
export class SliceBuilder {
  readonly day: number;
  readonly layer: string;
  readonly botId: string;
  readonly starts = new IntsBuilder();
  readonly lengths = new IntsBuilder();
  readonly codes = new IntsBuilder();
  readonly fencingTokens = new IntsBuilder();
  readonly ids = new TextsBuilder();
  #traits?: TraitsBuilder;
  /** Texts of which the traits are still to be read. */
  packed?: TextsBuilder;
  /** Where sessions of layers below are no more. */
  gone?: { starts: IntsBuilder; ids: TextsBuilder };

  /**
   * @param day days since 1970 (GMT), of all entries
   * @param layer whose index they are of
   * @param botId of all entries
   */
  constructor(day: number, layer = '', botId = '') {
    this.day = day;
    this.layer = layer;
    this.botId = botId;
  }

  /** Those of entries that are taken apart. */
  get traits(): TraitsBuilder {
    this.#traits ??= new TraitsBuilder();
    return this.#traits;
  }

  /** What a slice of it takes of a piece of memory, without what is still to be read. */
  get bytes(): number {
    const { starts, lengths, codes, fencingTokens, ids, gone } = this;
    const parts = [starts, lengths, codes, fencingTokens, ids, ...(this.packed ? [] : [this.traits])];
    return [...parts, ...(gone ? [gone.starts, gone.ids] : [])].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Adds a place at which a session of a layer below is no more. */
  addGone({ sessionId, startTime }: { sessionId: string; startTime: number }): void {
    this.gone ??= { starts: new IntsBuilder(), ids: new TextsBuilder() };
    this.gone.starts.add(startTime - this.day * dayMs);
    this.gone.ids.add(sessionId);
  }

  /** Adds an entry, in the order of the index. */
  add(entry: IndexEntry): void {
    const { sessionId, fencingToken, startTime, endTime } = entry;
    this.starts.add(startTime - this.day * dayMs);
    this.lengths.add(endTime - startTime);
    this.codes.add(codeOf(entry));
    this.fencingTokens.add(fencingToken);
    this.ids.add(sessionId);
    this.traits.add(entry);
  }

  /** As `add`; most of the entry is read when it is first asked for, which most requests never do. */
  addPacked({ sessionId, startTime, filter }: PackedEntry): void {
    const { code, fencingToken, length, rest } = readHead(filter);
    this.starts.add(startTime - this.day * dayMs);
    this.lengths.add(length);
    this.codes.add(code);
    this.fencingTokens.add(fencingToken);
    this.ids.add(sessionId);
    this.packed ??= new TextsBuilder();
    this.packed.add(rest);
  }
}
