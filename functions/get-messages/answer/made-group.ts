import type { RunGroup } from '../../domain/messages/timeline.ts';
import { longestSpanMs } from '../../domain/messages/times.ts';
import type { Matches } from '../../domain/slices/matches.ts';
import type { Slice } from '../../domain/slices/slice.ts';
import { MadeMessages } from './made-messages.ts';

/** What is true of all sessions of a slice together. */
interface Sums {
  messages: number;
  to: number;
}

// What is in a slice never changes.
const sums = new WeakMap<Slice, Sums>();

/**
 * The messages that are made from sessions of a slice, counted without a look at any but those of sessions that an
 * instant cuts. How many messages each of them has is known.
 */
export class MadeGroup implements RunGroup<MadeMessages> {
  readonly from: number;
  readonly to: number;
  readonly messages: number;
  readonly #matches: Matches;
  readonly #runs = new Map<number, MadeMessages>();

  /** @param matches at least one */
  constructor(matches: Matches) {
    this.#matches = matches;
    this.from = matches.slice.startAt(matches.positionAt(0));
    ({ messages: this.messages, to: this.to } = sumsOf(matches));
  }

  upTo(instant: number): number {
    if (instant < this.from) return 0;
    if (instant >= this.to) return this.messages;
    const { slice, count } = this.#matches;
    let sum = 0;
    for (let index = 0; index < count; index++) {
      const position = this.#matches.positionAt(index);
      if (slice.startAt(position) > instant) break;
      sum +=
        lastOf(slice, position) <= instant
          ? messagesOf(slice, position)
          : this.#runAt(position).upTo(instant);
    }
    return sum;
  }

  *runsBetween(from: number, to: number): Generator<MadeMessages> {
    const { slice, count } = this.#matches;
    for (let index = 0; index < count; index++) {
      const position = this.#matches.positionAt(index);
      if (slice.startAt(position) > to) return;
      if (lastOf(slice, position) >= from) yield this.#runAt(position);
    }
  }

  #runAt(position: number): MadeMessages {
    const found = this.#runs.get(position);
    if (found) return found;
    const { slice } = this.#matches;
    const conversation = slice.conversationAt(position);
    if (!conversation) throw new Error('It is not known how many messages a session has.');
    const run = new MadeMessages({ slice, position }, conversation);
    this.#runs.set(position, run);
    return run;
  }
}

const messagesOf = (slice: Slice, position: number): number => (slice.traits.messages[position] ?? 1) - 1;

/** From when on a session has no more messages. */
function lastOf(slice: Slice, position: number): number {
  const start = slice.startAt(position);
  return Math.min(Math.max(slice.endAt(position), start), start + longestSpanMs);
}

function sumsOf(matches: Matches): Sums {
  const { slice, count } = matches;
  const isWhole = count === slice.length;
  const known = isWhole ? sums.get(slice) : undefined;
  if (known) return known;
  let [messages, to] = [0, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < count; index++) {
    const position = matches.positionAt(index);
    messages += messagesOf(slice, position);
    to = Math.max(to, lastOf(slice, position));
  }
  const made = { messages, to };
  if (isWhole) sums.set(slice, made);
  return made;
}

/** Whether it is known of all sessions of a slice how many messages they have; earlier versions did not note it. */
export function knowsAll(slice: Slice): boolean {
  const found = complete.get(slice);
  if (found !== undefined) return found;
  const { messages } = slice.traits;
  let isComplete = true;
  for (let position = 0; position < slice.length && isComplete; position++)
    isComplete = (messages[position] ?? 0) > 0;
  complete.set(slice, isComplete);
  return isComplete;
}

const complete = new WeakMap<Slice, boolean>();
