import { dayMs } from '../dates.ts';

/**
 * Messages of a session are made within a day of its start, however long it lasts: so the messages of a day come from
 * the sessions of that day and the one before.
 */
export const longestSpanMs = dayMs;

/** What the times of a session's messages follow from. */
export interface Course {
  /** Unix ms. */
  startTime: number;
  /** ms within which all of its messages are. */
  spanMs: number;
  messages: number;
  /** 32 bits. */
  seed: number;
}

/** FNV-1a, of UTF-16 code units: 32 bits. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193);
  }
  return hash >>> 0;
}

/** A number of 32 bits that follows from two. */
export function mixed(seed: number, number: number): number {
  let hash = seed ^ Math.imul(number + 1, 0x9e37_79b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * When message `number` (from 0) was sent, Unix ms. The first comes with the start; each has a share of the span to
 * itself, so later numbers are never earlier.
 */
export function timeOf({ startTime, spanMs, messages, seed }: Course, number: number): number {
  const within = number === 0 ? 0 : mixed(seed, number) / 2 ** 32;
  return startTime + Math.floor(spanMs * ((number + within) / messages));
}

/** How many messages were sent by an instant (Unix ms), those of that instant included. */
export function countUpTo(course: Course, instant: number): number {
  const { startTime, spanMs, messages } = course;
  if (instant < startTime) return 0;
  if (instant >= startTime + spanMs) return messages;
  let count = Math.min(Math.floor(((instant - startTime) / spanMs) * messages), messages);
  while (count < messages && timeOf(course, count) <= instant) count++;
  while (count > 0 && timeOf(course, count - 1) > instant) count--;
  return count;
}
