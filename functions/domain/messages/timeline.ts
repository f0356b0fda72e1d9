import type { Window } from '../window.ts';

/** Messages that can be counted by time. */
interface Counted {
  /** Unix ms of the first, and an instant from which on there are none. Of one instant, the two are the same. */
  readonly from: number;
  readonly to: number;
  readonly messages: number;
  /** How many were sent by an instant (Unix ms). */
  upTo: (instant: number) => number;
}

/** Messages that follow each other: all of a session, or imported ones. */
export interface Run extends Counted {
  /** When one was sent, Unix ms; from 0, never earlier than the one before. */
  timeOf: (number: number) => number;
  /** Orders messages of one instant by what they belong to; that of no other run. */
  keyOf: (number: number) => string;
}

/** Runs that are counted together, and looked at one by one only where a page is. */
export interface RunGroup<R extends Run> extends Counted {
  /** Those that may have messages in a span of time, both ends inclusive. */
  runsBetween: (from: number, to: number) => Iterable<R>;
}

/** One message of a run. */
export interface Moment<R extends Run> {
  run: R;
  number: number;
  time: number;
}

/** Where a message stands among others. */
export interface Position {
  time: number;
  key: string;
  number: number;
}

export const positionOf = <R extends Run>({ run, number, time }: Moment<R>): Position => ({
  time,
  key: run.keyOf(number),
  number,
});

/** A run, or several, as far as a window shows it: its messages from number `first` up to just before `end`. */
interface Shown<R extends Run> {
  run: R | RunGroup<R>;
  first: number;
  end: number;
}

const sum = <R extends Run>(shown: readonly Shown<R>[], of: (one: Shown<R>) => number): number => {
  let total = 0;
  for (const one of shown) total += of(one);
  return total;
};

/**
 * The messages of many runs within a window, in the order of their times. They are counted without being looked at, and
 * a part is found by halving the time in which it may begin, so its depth does not matter.
 */
export class Timeline<R extends Run> {
  readonly #window: Window;
  readonly #shown: Shown<R>[] = [];
  /** How many messages there are. */
  total = 0;

  /** @param window Unix ms, both ends inclusive */
  constructor(window: Window) {
    this.#window = window;
  }

  add(run: R | RunGroup<R>): void {
    const { from, to } = this.#window;
    const first = run.from >= from ? 0 : run.upTo(from - 1);
    const end = run.to <= to ? run.messages : run.upTo(to);
    if (end <= first) return;
    this.#shown.push({ run, first, end });
    this.total += end - first;
  }

  /**
   * The messages from number `begin` up to just before `end` in the order of their times.
   *
   * @param keyOf orders messages of one instant; absent: by their run, and within it by number
   */
  part(begin: number, end: number, keyOf?: (moment: Moment<R>) => string): Moment<R>[] {
    const [first, last] = [Math.max(begin, 0), Math.min(end, this.total)];
    if (first >= last) return [];
    const [from, to] = [this.#instantOf(first), this.#instantOf(last - 1)];
    const moments = this.#between(from, to);
    sort(moments, keyOf);
    const before = this.#countUpTo(from - 1);
    return moments.slice(first - before, last - before);
  }

  /** How many messages stand before one, whether or not that is among them. */
  rankOf(moment: Position): number {
    const { time } = moment;
    const earlier = this.#between(time, time).filter((each) => inOrder(positionOf(each), moment) < 0);
    return this.#countUpTo(time - 1) + earlier.length;
  }

  #countUpTo(instant: number): number {
    return sum(this.#shown, (one) => shownUpTo(one, instant));
  }

  /** The first instant up to which more than so many messages were sent. */
  #instantOf(number: number): number {
    let undecided: readonly Shown<R>[] = this.#shown;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { run } of undecided) {
      low = Math.min(low, run.from);
      high = Math.max(high, run.to);
    }
    [low, high] = [Math.max(low, this.#window.from), Math.min(high, this.#window.to)];
    let before = 0;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const count = before + sum(undecided, (one) => shownUpTo(one, middle));
      if (count > number) high = middle;
      else low = middle + 1;
      // What lies wholly before or after needs no further look.
      const left: Shown<R>[] = [];
      for (const one of undecided) {
        if (one.run.to < low) before += one.end - one.first;
        else if (one.run.from <= high) left.push(one);
      }
      undecided = left;
    }
    return low;
  }

  /** All messages of a span of time, both ends inclusive, in no order. */
  #between(from: number, to: number): Moment<R>[] {
    const moments: Moment<R>[] = [];
    const [first, last] = [Math.max(from, this.#window.from), Math.min(to, this.#window.to)];
    for (const { run } of this.#shown) {
      if (run.from > last || run.to < first) continue;
      if (!('runsBetween' in run)) addBetween(moments, run, first, last);
      else for (const each of run.runsBetween(first, last)) addBetween(moments, each, first, last);
    }
    return moments;
  }
}

function addBetween<R extends Run>(moments: Moment<R>[], run: R, from: number, to: number): void {
  if (run.from > to || run.to < from) return;
  const end = run.to <= to ? run.messages : run.upTo(to);
  for (let number = run.from >= from ? 0 : run.upTo(from - 1); number < end; number++) {
    moments.push({ run, number, time: run.timeOf(number) });
  }
}

function shownUpTo<R extends Run>({ run, first, end }: Shown<R>, instant: number): number {
  if (instant < run.from) return 0;
  if (instant >= run.to) return end - first;
  return Math.min(Math.max(run.upTo(instant) - first, 0), end - first);
}

function sort<R extends Run>(moments: Moment<R>[], keyOf?: (moment: Moment<R>) => string): void {
  const keyed = moments.map((moment) => {
    const position = positionOf(moment);
    return { moment, position: keyOf ? { ...position, key: keyOf(moment) } : position };
  });
  keyed.sort((a, b) => inOrder(a.position, b.position));
  for (const [index, { moment }] of keyed.entries()) moments[index] = moment;
}

const inOrder = (a: Position, b: Position): number =>
  a.time - b.time || (a.key < b.key ? -1 : a.key > b.key ? 1 : a.number - b.number);
