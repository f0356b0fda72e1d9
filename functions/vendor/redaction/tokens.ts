import type { Found } from './known.ts';

/** A part of a token that is longer cannot be anything else, even where the other parts are missing. */
const longPart = 40;

/** How JSON in base64 begins where a blank or a line break comes first in it. */
const spacedJson = /^(?:ey[AB]|ew[klop01])/;

/**
 * Where tokens stand (JWS and JWE in compact serialisation). Every unit is looked at a fixed number of times: a run
 * of what tokens are made of is taken whole, and within it one goes on from part to part.
 */
export function tokenRanges(text: string, found: Found): void {
  for (const { 0: run, index } of text.matchAll(/[\w.-]+/g)) {
    const at = tokenIn(run);
    if (at >= 0) found(index + at, index + run.length);
  }
}

function tokenIn(run: string): number {
  const lastStart = startOfLastTwo(run);
  for (let begin = 0; begin < run.length; ) {
    const dot = run.indexOf('.', begin);
    const end = dot < 0 ? run.length : dot;
    const part = run.slice(begin, end);
    const at = part.indexOf('eyJ');
    if (at >= 0 && (begin <= lastStart || part.length - at >= longPart)) return begin + at;
    if (begin <= lastStart && spacedJson.test(part)) return begin;
    begin = end + 1;
  }
  return -1;
}

/** Where the last part begins that two others follow; -1 where there are fewer than three. */
function startOfLastTwo(run: string): number {
  const last = run.lastIndexOf('.');
  const before = last > 0 ? run.lastIndexOf('.', last - 1) : -1;
  return before < 0 ? -1 : before;
}
