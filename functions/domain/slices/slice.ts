import type { Conversation } from '../conversation.ts';
import { dayMs } from '../dates.ts';
import { inOneGo } from '../in-turns.ts';
import type { IndexEntry } from '../query.ts';
import type { TagEntry } from '../tag-filter.ts';
import { tagTypes } from '../tag-types.ts';
import { fromManner } from './conversation-code.ts';
import type { Ints } from './ints.ts';
import { decode } from './kind-code.ts';
import { Memory } from './memory.ts';
import { readTraits } from './packed-filter.ts';
import type { SliceBuilder } from './slice-builder.ts';
import { Texts } from './texts.ts';
import { type Traits, TraitsBuilder, traitBytes } from './traits.ts';

/** A session of a slice, as far as a page needs it without its row. */
export type SliceEntry = Pick<
  IndexEntry,
  'sessionId' | 'fencingToken' | 'startTime' | 'endTime' | 'sessionStatus'
>;

// Bytes of the object, of the heads of its arrays, and of its place in a map (measured); arrays without numbers are shared.
const ownBytes = 3_800;
const emptyBytes = 1_000;

/** How many sessions are looked at before something else gets its turn. */
const perTurn = 4_096;

/**
 * What the index knows of one bot's sessions of one day, packed: some 60 bytes a session and what its user
 * ids and tags take. Sessions are known by their position, from 0, oldest first, equal starts by session id.
 */
export class Slice {
  readonly length: number;
  /** Whose index it is of. */
  readonly layer: string;
  readonly botId: string;
  /** Days since 1970 (GMT). */
  readonly day: number;
  /** Unix ms; the first instant of the day. */
  readonly #midnight: number;
  readonly #starts: Ints;
  readonly #lengths: Ints;
  readonly #codes: Ints;
  readonly #fencingTokens: Ints;
  readonly #ids: Texts;
  /** Until they are asked for, the texts that they are read from. */
  #traits: Traits | Texts;
  /** Places at which sessions of layers below are no more. */
  readonly #gone: { starts: Ints; ids: Texts } | undefined;

  constructor(content: SliceBuilder) {
    this.length = content.starts.length;
    this.layer = content.layer;
    this.botId = content.botId;
    this.day = content.day;
    this.#midnight = content.day * dayMs;
    const memory = new Memory(content.bytes);
    this.#starts = content.starts.build(memory);
    this.#lengths = content.lengths.build(memory);
    this.#codes = content.codes.build(memory);
    this.#fencingTokens = content.fencingTokens.build(memory);
    this.#ids = content.ids.build(memory);
    // Texts have memory of their own, which goes when they are read.
    this.#traits = content.packed?.build() ?? content.traits.build(memory);
    this.#gone = content.gone && {
      starts: content.gone.starts.build(memory),
      ids: content.gone.ids.build(memory),
    };
  }

  /** Unix ms. */
  startAt(position: number): number {
    return this.#midnight + (this.#starts[position] ?? 0);
  }

  /** Unix ms. */
  endAt(position: number): number {
    return this.startAt(position) + (this.#lengths[position] ?? 0);
  }

  codeAt(position: number): number {
    return this.#codes[position] ?? 0;
  }

  fencingTokenAt(position: number): number {
    return this.#fencingTokens[position] ?? 0;
  }

  idAt(position: number): string {
    return this.#ids.at(position);
  }

  entryAt(position: number): SliceEntry {
    return {
      sessionId: this.idAt(position),
      fencingToken: this.fencingTokenAt(position),
      startTime: this.startAt(position),
      endTime: this.endAt(position),
      sessionStatus: decode(this.codeAt(position)).sessionStatus,
    };
  }

  /** What filters ask for by name, and messages are made from. */
  get traits(): Traits {
    return this.#traits instanceof Texts ? inOneGo(this.readTraits()) : this.#traits;
  }

  /** As `traits`, in steps after each of which others may have their turn. */
  *readTraits(): Generator<undefined, Traits> {
    const texts = this.#traits;
    if (!(texts instanceof Texts)) return texts;
    const builder = new TraitsBuilder();
    for (let position = 0; position < texts.length; position++) {
      if (position % perTurn === perTurn - 1) yield;
      builder.add(readTraits(texts.at(position)));
    }
    const traits = builder.build();
    this.#traits = traits;
    return traits;
  }

  /** All that the index knows of a session. */
  indexEntryAt(position: number): IndexEntry {
    const { calls, users, userNames, callNames } = this.traits;
    const call = calls[position] ?? 0;
    return {
      ...this.entryAt(position),
      ...decode(this.codeAt(position)),
      userIds: users.valuesOf(position).map((user) => userNames.at(user)),
      callId: call === 0 ? undefined : callNames.at(call - 1),
      tags: this.#tagsAt(position),
      conversation: this.conversationAt(position),
    };
  }

  /** Undefined where it is not noted. */
  conversationAt(position: number): Conversation | undefined {
    const { messages, manners, mannerTexts } = this.traits;
    const noted = messages[position] ?? 0;
    if (noted === 0) return undefined;
    return { messages: noted - 1, ...fromManner(mannerTexts.at(manners[position] ?? 0)) };
  }

  #tagsAt(position: number): TagEntry[] {
    const { tags, tagTexts } = this.traits;
    const found: TagEntry[] = [];
    for (let index = tags.begin(position); index < tags.end(position); index += 2) {
      const nameAndType = tags.valueAt(index);
      found.push({
        type: tagTypes[nameAndType % tagTypes.length] ?? 'user',
        name: tagTexts.at(Math.floor(nameAndType / tagTypes.length)),
        value: tagTexts.at(tags.valueAt(index + 1)),
      });
    }
    return found;
  }

  /** Whether it says nothing at all of the day, so that what is below it is as if it were not there. */
  get isBlank(): boolean {
    return this.length === 0 && !this.#gone;
  }

  /** How many places of the index it tells of. */
  get places(): number {
    return this.length + (this.#gone?.ids.length ?? 0);
  }

  /** Calls back with every place that it hides below: of its sessions, and of those that are gone. */
  forEachHidden(hide: (startTime: number, sessionId: string) => void): void {
    for (let position = 0; position < this.length; position++) {
      hide(this.startAt(position), this.idAt(position));
    }
    this.forEachGone(hide);
  }

  /** Calls back with every place at which a session is no more. */
  forEachGone(tell: (startTime: number, sessionId: string) => void): void {
    for (let index = 0; this.#gone && index < this.#gone.ids.length; index++) {
      tell(this.#midnight + (this.#gone.starts[index] ?? 0), this.#gone.ids.at(index));
    }
  }

  /** The position of a session that starts at an instant (Unix ms); undefined where there is none. */
  positionOf(startTime: number, sessionId: string): number | undefined {
    for (let at = this.firstFrom(startTime); at < this.length && this.startAt(at) === startTime; at++) {
      if (this.idAt(at) === sessionId) return at;
    }
    return undefined;
  }

  /** The first position whose session starts at an instant (Unix ms) or later. */
  firstFrom(instant: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.startAt(middle) < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Memory it takes; about as much before traits are read as afterwards. */
  get bytes(): number {
    const arrays = [this.#starts, this.#lengths, this.#codes, this.#fencingTokens];
    const gone = this.#gone ? this.#gone.starts.byteLength + this.#gone.ids.bytes : 0;
    return (
      (this.isBlank ? emptyBytes : ownBytes) +
      gone +
      this.#ids.bytes +
      (this.#traits instanceof Texts ? this.#traits.bytes : traitBytes(this.#traits)) +
      arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)
    );
  }
}
