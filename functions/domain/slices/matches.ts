import { inOneGo } from '../in-turns.ts';
import type { SessionFilter } from '../query.ts';
import { containmentAt } from '../session.ts';
import type { Window } from '../window.ts';
import { fromManner } from './conversation-code.ts';
import type { HashedText } from './dictionary.ts';
import { type PreparedFilter, prepareFilter } from './filter.ts';
import { allCodes, decode } from './kind-code.ts';
import { countBelow } from './layered.ts';
import type { Slice } from './slice.ts';
import { tagTest } from './tag-test.ts';

/** Positions of a slice, in its order. */
export class Matches {
  readonly slice: Slice;
  readonly count: number;
  readonly #first: number;
  readonly #positions: readonly number[] | undefined;
  readonly #hidden: Int32Array | undefined;

  /**
   * @param positions absent: all from `first` on, `count` of them
   * @param hidden what is passed over among all, ascending
   */
  constructor(
    slice: Slice,
    first: number,
    count: number,
    positions?: readonly number[],
    hidden?: Int32Array,
  ) {
    this.slice = slice;
    this.count = count;
    this.#first = first;
    this.#positions = positions;
    this.#hidden = hidden;
  }

  /** The position that is number `index` among them, from 0. */
  positionAt(index: number): number {
    if (this.#positions) return this.#positions[index] ?? 0;
    if (!this.#hidden) return this.#first + index;
    // As many are passed over as hidden ones stand before it.
    let [low, high] = [0, this.#hidden.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#hidden[middle] ?? 0) - this.#first - middle <= index) low = middle + 1;
      else high = middle;
    }
    return this.#first + index + low;
  }

  /** Those that are not hidden; `hidden` holds positions, ascending. */
  without(hidden: Int32Array | undefined): Matches {
    if (!hidden) return this;
    if (this.#positions) {
      const isHidden = new Set(hidden);
      const left = this.#positions.filter((position) => !isHidden.has(position));
      return new Matches(this.slice, this.#first, left.length, left);
    }
    const inside = hidden.subarray(
      countBelow(hidden, this.#first),
      countBelow(hidden, this.#first + this.count),
    );
    return new Matches(this.slice, this.#first, this.count - inside.length, undefined, inside);
  }
}

type Test = (position: number) => boolean;

const never: Test = () => false;

/** How many sessions are looked at before something else gets its turn. */
const perTurn = 4_096;

/**
 * The sessions of a slice that start within the window and pass the filter at an instant (Unix ms). It yields from
 * time to time, so that who waits for it may give others their turn.
 */
export function* findMatches(
  slice: Slice,
  window: Window,
  filter: PreparedFilter | undefined,
  now: number,
): Generator<undefined, Matches> {
  if (filter && asksForTraits(filter)) yield* slice.readTraits();
  const tests = filter ? testsOf(slice, filter, now) : [];
  if (tests.length === 0) return allWithin(slice, window);
  const first = firstWithin(slice, window);
  const end = endWithin(slice, window);
  if (tests.includes(never)) return new Matches(slice, first, 0, []);
  const positions: number[] = [];
  const [test = never, ...others] = tests;
  for (let from = first; from < end; from += perTurn) {
    if (from > first) yield;
    const to = Math.min(from + perTurn, end);
    for (let position = from; position < to; position++) {
      if (test(position) && others.every((other) => other(position))) positions.push(position);
    }
  }
  return new Matches(slice, first, positions.length, positions);
}

/** The sessions of a slice that start within the window. */
export function allWithin(slice: Slice, window: Window): Matches {
  const first = firstWithin(slice, window);
  return new Matches(slice, first, Math.max(endWithin(slice, window) - first, 0));
}

/** As `findMatches`, in one go. */
export function matchesIn(slice: Slice, window: Window, filter: SessionFilter, now: number): Matches {
  return inOneGo(findMatches(slice, window, prepareFilter(filter), now));
}

// Most slices of a long window lie inside it: nothing needs to be looked for there.
const firstWithin = (slice: Slice, { from }: Window): number =>
  slice.startAt(0) >= from ? 0 : slice.firstFrom(from);
const endWithin = (slice: Slice, { to }: Window): number =>
  slice.startAt(slice.length - 1) <= to ? slice.length : slice.firstFrom(to + 1);

const asksForTraits = ({ userId, callId, tags, channel }: PreparedFilter): boolean =>
  [userId, callId, tags, channel].some((each) => each !== undefined);

function testsOf(slice: Slice, filter: PreparedFilter, now: number): Test[] {
  const { userId, callId, tags, channel } = filter;
  return [
    userId === undefined ? [] : userTest(slice, userId),
    callId === undefined ? [] : callTest(slice, callId),
    codeTest(slice, filter, now),
    channel === undefined ? [] : channelTest(slice, channel),
    tags === undefined ? [] : tagTests(slice, tags),
  ].flat();
}

function userTest({ traits: { userNames, users } }: Slice, userId: HashedText): Test {
  const user = userNames.numberOf(userId);
  return user === undefined ? never : (position) => users.includes(position, user);
}

function callTest({ traits: { callNames, calls } }: Slice, callId: HashedText): Test {
  const call = callNames.numberOf(callId);
  return call === undefined ? never : (position) => calls[position] === call + 1;
}

function channelTest({ traits: { mannerTexts, manners, messages } }: Slice, channel: string): Test {
  const passing = new Set<number>();
  for (let manner = 0; manner < mannerTexts.length; manner++) {
    if (fromManner(mannerTexts.at(manner)).channel === channel) passing.add(manner);
  }
  return (position) => messages[position] === 0 || passing.has(manners[position] ?? 0);
}

const [passesNever, passesAlways, passesWhileActive, passesAfterwards] = [0, 1, 2, 3];

/** Containment and session type: what they come to is worked out once for each code. */
function codeTest(slice: Slice, { containmentType, sessionType }: PreparedFilter, now: number): Test[] {
  if (containmentType === undefined && sessionType === undefined) return [];
  const passes = (code: number, endTime: number): boolean => {
    const session = decode(code);
    if (sessionType !== undefined && session.sessionType !== sessionType) return false;
    return containmentType === undefined || containmentAt({ ...session, endTime }, now) === containmentType;
  };
  const outcomes = Uint8Array.from(allCodes, (code) => {
    const whileActive = passes(code, Number.POSITIVE_INFINITY);
    const afterwards = passes(code, Number.NEGATIVE_INFINITY);
    if (whileActive) return afterwards ? passesAlways : passesWhileActive;
    return afterwards ? passesAfterwards : passesNever;
  });
  return [
    (position) => {
      const outcome = outcomes[slice.codeAt(position)];
      if (outcome === passesAlways || outcome === passesNever) return outcome === passesAlways;
      return now < slice.endAt(position) === (outcome === passesWhileActive);
    },
  ];
}

/** Every condition of `and` must hold, and one of `or` where there are any (assumed; see TagFilter). */
function tagTests(slice: Slice, tags: NonNullable<PreparedFilter['tags']>): Test[] {
  const test = tagTest(slice, tags);
  return test === true ? [] : [test ?? never];
}
