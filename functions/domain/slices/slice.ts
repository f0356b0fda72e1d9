import { dayMs } from '../dates.ts';
import type { IndexEntry } from '../query.ts';
import { containmentTypes, sessionStatuses, sessionTypes } from '../session.ts';
import { IntLists, type Ints, packInts } from './ints.ts';
import { Dictionary, Texts } from './texts.ts';

/** A session of a slice, as far as a page needs it without its row. */
export type SliceEntry = Pick<IndexEntry, 'sessionId' | 'stamp' | 'startTime' | 'endTime' | 'sessionStatus'>;

// Of the object itself, its arrays, of which each has a head and a buffer, and its place in a map; measured.
const ownBytes = 4000;

// A code holds the containment type in two bits, the session type in one and the status in two.
const [typeShift, statusShift, codes] = [2, 3, 32];

function codeOf({ containmentType, sessionType, sessionStatus }: IndexEntry): number {
  const status = sessionStatus === undefined ? 0 : sessionStatuses.indexOf(sessionStatus) + 1;
  return (
    containmentTypes.indexOf(containmentType) |
    (sessionTypes.indexOf(sessionType) << typeShift) |
    (status << statusShift)
  );
}

/** What a code stands for. */
export function decode(code: number) {
  return {
    containmentType: containmentTypes[code & 3],
    sessionType: sessionTypes[(code >> typeShift) & 1],
    /** Undefined: active until its end. */
    sessionStatus: sessionStatuses[(code >> statusShift) - 1],
  };
}

/** Every code there can be. */
export const allCodes: readonly number[] = Array.from({ length: codes }, (_, code) => code);

/**
 * What the index knows of one bot's sessions of one day, packed: some 60 bytes a session and what its user
 * ids and tags take. Sessions are known by their position, from 0, oldest first, equal starts by session id.
 */
export class Slice {
  readonly length: number;
  /** Unix ms; the first instant of the day. */
  readonly #midnight: number;
  readonly #starts: Ints;
  readonly #lengths: Ints;
  readonly #codes: Uint8Array;
  readonly #stamps: Ints;
  readonly #ids: Texts;
  readonly userNames: Dictionary;
  readonly users: IntLists;
  readonly callNames: Dictionary;
  /** Number of the call id plus one; 0 for none. */
  readonly calls: Ints;
  readonly tagTexts: Dictionary;
  /** Of each tag two numbers: that of its name times two, plus one for a session tag; that of its value. */
  readonly tags: IntLists;

  /** @param entries in the order of the index, all of one day */
  constructor(day: number, entries: readonly IndexEntry[]) {
    this.length = entries.length;
    this.#midnight = day * dayMs;
    this.#starts = packInts(entries.map(({ startTime }) => startTime - this.#midnight));
    this.#lengths = packInts(entries.map(({ startTime, endTime }) => endTime - startTime));
    this.#codes = Uint8Array.from(entries, codeOf);
    this.#stamps = packInts(entries.map(({ stamp }) => stamp));
    this.#ids = new Texts(entries.map(({ sessionId }) => sessionId));

    const users = Dictionary.of(entries.flatMap(({ userIds }) => userIds));
    this.userNames = users.dictionary;
    this.users = new IntLists(entries.map(({ userIds }) => userIds.map((id) => users.numbers.get(id) ?? 0)));

    const calls = Dictionary.of(entries.flatMap(({ callId }) => callId ?? []));
    this.callNames = calls.dictionary;
    this.calls = packInts(
      entries.map(({ callId }) => (callId === undefined ? 0 : (calls.numbers.get(callId) ?? 0) + 1)),
    );

    const texts = Dictionary.of(
      entries.flatMap(({ tags }) => tags.flatMap(({ name, value }) => [name, value])),
    );
    const number = (text: string): number => texts.numbers.get(text) ?? 0;
    this.tagTexts = texts.dictionary;
    this.tags = new IntLists(
      entries.map(({ tags }) =>
        tags.flatMap(({ type, name, value }) => [
          number(name) * 2 + (type === 'session' ? 1 : 0),
          number(value),
        ]),
      ),
    );
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

  idAt(position: number): string {
    return this.#ids.at(position);
  }

  entryAt(position: number): SliceEntry {
    return {
      sessionId: this.idAt(position),
      stamp: this.#stamps[position] ?? 0,
      startTime: this.startAt(position),
      endTime: this.endAt(position),
      sessionStatus: decode(this.codeAt(position)).sessionStatus,
    };
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

  /** Memory it takes. */
  get bytes(): number {
    const arrays = [this.#starts, this.#lengths, this.#codes, this.#stamps, this.calls];
    const parts = [this.#ids, this.userNames, this.users, this.callNames, this.tagTexts, this.tags];
    return (
      ownBytes +
      arrays.reduce((sum, { byteLength }) => sum + byteLength, 0) +
      parts.reduce((sum, { bytes }) => sum + bytes, 0)
    );
  }
}
