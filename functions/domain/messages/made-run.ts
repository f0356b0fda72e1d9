import type { IndexEntry } from '../query.ts';
import type { Run } from './timeline.ts';
import { type Course, countUpTo, longestSpanMs, seedOf, timeOf } from './times.ts';

type Times = Pick<IndexEntry, 'startTime' | 'endTime'>;

/** The messages that are made from a session. */
export class MadeRun implements Run {
  readonly from: number;
  readonly to: number;
  readonly messages: number;
  readonly #spanMs: number;
  readonly #sessionId: () => string;
  #course: Course | undefined;

  /** @param sessionId is asked for only where a message of it may be looked at */
  constructor({ startTime, endTime }: Times, messages: number, sessionId: () => string) {
    this.#spanMs = Math.min(Math.max(endTime - startTime, 0), longestSpanMs);
    this.from = startTime;
    this.to = startTime + this.#spanMs;
    this.messages = messages;
    this.#sessionId = sessionId;
  }

  keyOf(): string {
    return this.#sessionId();
  }

  upTo(instant: number): number {
    return countUpTo(this.#known(), instant);
  }

  timeOf(number: number): number {
    return timeOf(this.#known(), number);
  }

  #known(): Course {
    this.#course ??= {
      startTime: this.from,
      spanMs: this.#spanMs,
      messages: this.messages,
      seed: seedOf(this.#sessionId()),
    };
    return this.#course;
  }
}
