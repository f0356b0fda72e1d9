import type { Range } from './known.ts';
import { isSecretName } from './names.ts';

/** Client secrets look like 32 bytes in base64 (observed). */
const secretUnits = 43;

const isBase64 = (unit: number): boolean =>
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x61 && unit <= 0x7a) ||
  (unit >= 0x2f && unit <= 0x39) ||
  unit === 0x2b;

/** Where something stands that looks like a client secret of the vendor's. */
export function vendorSecretRanges(text: string): Range[] {
  const ranges: Range[] = [];
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const from = at - secretUnits;
    let begin = at;
    while (begin > from && isBase64(text.charCodeAt(begin - 1))) begin -= 1;
    if (from >= 0 && begin === from) ranges.push([from, at + 1]);
  }
  return ranges;
}

/** Where the credentials of an `Authorization` header stand. */
export function schemeRanges(text: string): Range[] {
  const ranges: Range[] = [];
  for (const { 0: found, index } of text.matchAll(/(?:bearer|basic)\s{1,8}/gi)) {
    const from = index + found.length;
    const end = endOf(/[^\w.~+/=-]/g, text, from);
    if (end - from >= 8) ranges.push([from, end]);
  }
  return ranges;
}

/** Where values stand that are named like a secret, as in `password=x`, `"pwd": "x"` or `token: [ … ]`. */
export function namedRanges(text: string): Range[] {
  const ranges: Range[] = [];
  const names = /[\w-]+/g;
  const separator = /\\{0,4}["']?\s{0,8}[:=]\s{0,8}/y;
  for (let name = names.exec(text); name; name = names.exec(text)) {
    separator.lastIndex = names.lastIndex;
    if (!separator.test(text) || !isSecretName(name[0])) continue;
    const from = separator.lastIndex;
    const end = endOfValue(text, from);
    if (end > from) ranges.push([from, end]);
    names.lastIndex = Math.max(end, names.lastIndex);
  }
  return ranges;
}

/** A random text of some length, such as keys are, and names and the vendor's ids are not. */
export function randomRanges(text: string): Range[] {
  const ranges: Range[] = [];
  for (const { 0: run, index } of text.matchAll(/[\w+=-]{24,}/g)) {
    if (/[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run)) ranges.push([index, index + run.length]);
  }
  return ranges;
}

function endOf(stop: RegExp, text: string, from: number): number {
  stop.lastIndex = from;
  return stop.exec(text)?.index ?? text.length;
}

function endOfValue(text: string, from: number): number {
  const quoted = /(\\{0,4}["'])/y;
  quoted.lastIndex = from;
  const opening = quoted.exec(text)?.[1];
  if (opening !== undefined) return endOfQuoted(text, from + opening.length, opening);
  if (text[from] === '[' || text[from] === '{') return endOfNested(text, from);
  return endOf(/[\s&;,"'<>\]}]/g, text, from);
}

/** @param opening a quote, with the backslashes before it where all of it stands in another text */
function endOfQuoted(text: string, from: number, opening: string): number {
  for (let at = from; at < text.length; at++) {
    if (text.startsWith(opening, at)) return at + opening.length;
    if (text[at] === '\\') at += 1;
  }
  return text.length;
}

function endOfNested(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const unit = text[at];
    if (unit === '"') at = endOfQuoted(text, at + 1, '"') - 1;
    else if (unit === '[' || unit === '{') depth += 1;
    else if ((unit === ']' || unit === '}') && --depth === 0) return at + 1;
  }
  return text.length;
}
