import type { SessionFilter } from '../query.ts';
import { containmentAt } from '../session.ts';
import type { TagCondition, TagFilter } from '../tag-filter.ts';
import type { Window } from '../window.ts';
import { allCodes, decode } from './code.ts';
import type { Slice } from './slice.ts';

/** Positions of a slice, in its order. */
export class Matches {
  readonly slice: Slice;
  readonly count: number;
  readonly #first: number;
  readonly #positions: readonly number[] | undefined;

  /** @param positions absent: all from `first` on, `count` of them */
  constructor(slice: Slice, first: number, count: number, positions?: readonly number[]) {
    this.slice = slice;
    this.count = count;
    this.#first = first;
    this.#positions = positions;
  }

  /** The position that is number `index` among them, from 0. */
  positionAt(index: number): number {
    return this.#positions ? (this.#positions[index] ?? 0) : this.#first + index;
  }
}

type Test = (position: number) => boolean;

const never: Test = () => false;

/** The sessions of a slice that start within the window and pass the filter at an instant (Unix ms). */
export function matchesIn(slice: Slice, window: Window, filter: SessionFilter, now: number): Matches {
  const first = isBeginInside(slice, window) ? 0 : slice.firstFrom(window.from);
  const end = isEndInside(slice, window) ? slice.length : slice.firstFrom(window.to + 1);
  const tests = isEmpty(filter) ? [] : testsOf(slice, filter, now);
  if (tests.length === 0) return new Matches(slice, first, Math.max(end - first, 0));
  const positions: number[] = [];
  const [test = never, ...others] = tests.includes(never) ? [] : tests;
  for (let position = first; test !== never && position < end; position++) {
    if (test(position) && others.every((other) => other(position))) positions.push(position);
  }
  return new Matches(slice, first, positions.length, positions);
}

// Most slices of a long window lie inside it: nothing needs to be looked for there.
const isBeginInside = (slice: Slice, { from }: Window): boolean => slice.startAt(0) >= from;
const isEndInside = (slice: Slice, { to }: Window): boolean => slice.startAt(slice.length - 1) <= to;

function isEmpty({ containmentType, sessionType, userId, callId, tags }: SessionFilter): boolean {
  return (containmentType ?? sessionType ?? userId ?? callId ?? tags) === undefined;
}

function testsOf(slice: Slice, filter: SessionFilter, now: number): Test[] {
  const { userId, callId, tags } = filter;
  return [
    userId === undefined ? [] : userTest(slice, userId),
    callId === undefined ? [] : callTest(slice, callId),
    codeTest(slice, filter, now),
    tags === undefined ? [] : tagTests(slice, tags),
  ].flat();
}

function userTest({ userNames, users }: Slice, userId: string): Test {
  const user = userNames.numberOf(userId);
  return user === undefined ? never : (position) => users.includes(position, user);
}

function callTest({ callNames, calls }: Slice, callId: string): Test {
  const call = callNames.numberOf(callId);
  return call === undefined ? never : (position) => calls[position] === call + 1;
}

const [passesNever, passesAlways, passesWhileActive, passesAfterwards] = [0, 1, 2, 3];

/** Containment and session type: what they come to is worked out once for each code. */
function codeTest(slice: Slice, { containmentType, sessionType }: SessionFilter, now: number): Test[] {
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
function tagTests(slice: Slice, { and = [], or = [] }: TagFilter): Test[] {
  const every = and.map((condition) => tagTest(slice, condition));
  if (or.length === 0) return every;
  const some = or.map((condition) => tagTest(slice, condition));
  return [...every, (position) => some.some((test) => test(position))];
}

function tagTest({ tagTexts, tags }: Slice, { name, values, type }: TagCondition): Test {
  const nameNumber = tagTexts.numberOf(name);
  const valueNumbers = new Set(values.flatMap((value) => tagTexts.numberOf(value) ?? []));
  if (nameNumber === undefined || valueNumbers.size === 0) return never;
  const names = { user: [0], session: [1], any: [0, 1] }[type ?? 'any'].map((bit) => nameNumber * 2 + bit);
  return (position) => {
    for (let index = tags.begin(position); index < tags.end(position); index += 2) {
      if (names.includes(tags.valueAt(index)) && valueNumbers.has(tags.valueAt(index + 1))) return true;
    }
    return false;
  };
}
