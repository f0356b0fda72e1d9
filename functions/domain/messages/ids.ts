import { createHash } from 'node:crypto';

/*
 * Ids of made-up messages look as the vendor's do, a uuid of version 5 behind "ms-". In it stand the second in which the
 * session starts, the message's number, and 60 bits of the session's id, so that a message is found by its id though it
 * is kept nowhere.
 */

const numbers = 2 ** 24;
const seconds = 2 ** 32;

/** 60 bits of a session's id, as 15 hex digits, and further ones for ids that nobody looks up. */
export interface SessionMark {
  own: string;
  /** Hex digits of another 128 bits. */
  other: string;
}

export function markOf(sessionId: string): SessionMark {
  const hex = createHash('sha256').update(sessionId).digest('hex');
  return { own: hex.slice(0, 15), other: hex.slice(16, 48) };
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** @param startTime of the session, Unix ms */
export function messageIdOf({ own }: SessionMark, startTime: number, number: number): string {
  const second = ((Math.floor(startTime / 1000) % seconds) + seconds) % seconds;
  const at = hex(number % numbers, 6);
  return `ms-${hex(second, 8)}-${at.slice(0, 4)}-5${at.slice(4)}${own.slice(0, 1)}-a${own.slice(1, 4)}-${own.slice(4)}0`;
}

/** What the id of a made-up message says. */
export interface MessagePlace {
  /** The second (Unix) in which its session starts. */
  second: number;
  number: number;
  /** The session's own mark. */
  own: string;
}

const form = /^ms-([0-9a-f]{8})-([0-9a-f]{4})-5([0-9a-f]{2})([0-9a-f])-a([0-9a-f]{3})-([0-9a-f]{11})0$/;

/** Undefined where it is none of a made-up message. */
export function placeOf(messageId: string): MessagePlace | undefined {
  const [, second = '', high = '', low = '', ...own] = form.exec(messageId) ?? [];
  if (second === '') return undefined;
  return {
    second: Number.parseInt(second, 16),
    number: Number.parseInt(high + low, 16),
    own: own.join(''),
  };
}

/** A uuid of version 5 from a number of 32 bits for each of its parts. */
export function uuidOf(word: (part: number) => number): string {
  const [a, b, c, d] = [0, 1, 2, 3].map((part) => hex(word(part), 8)) as [string, string, string, string];
  const variant = ((Number.parseInt(c.slice(0, 1), 16) & 3) | 8).toString(16);
  return `${a}-${b.slice(0, 4)}-5${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
