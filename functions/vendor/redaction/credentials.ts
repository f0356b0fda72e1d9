import type { Found } from './known.ts';
import { isSecretName } from './names.ts';

/** Client secrets look like 32 bytes in base64 (observed). */
const secretUnits = 43;

const isBase64 = (unit: number): boolean =>
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x61 && unit <= 0x7a) ||
  (unit >= 0x2f && unit <= 0x39) ||
  unit === 0x2b;

/** Where something stands that looks like a client secret of the vendor's. */
export function vendorSecretRanges(text: string, found: Found): void {
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const from = at - secretUnits;
    let begin = at;
    while (begin > from && isBase64(text.charCodeAt(begin - 1))) begin -= 1;
    if (from >= 0 && begin === from) found(from, at + 1);
  }
}

/** Where the credentials of an `Authorization` header stand. */
export function schemeRanges(text: string, found: Found): void {
  for (const { 0: scheme, index } of text.matchAll(/(?:bearer|basic)\s{1,8}/gi)) {
    const from = index + scheme.length;
    const end = endOf(/[^\w.~+/=-]/g, text, from);
    if (end - from >= 8) found(from, end);
  }
}

/** Where values stand that are named like a secret, as in `password=x`, `"pwd": "x"` or `token: [ … ]`. */
export function namedRanges(text: string, found: Found): void {
  const names = /[\w-]+/g;
  const separator = /\\{0,4}["']?\s{0,8}[:=]\s{0,8}/y;
  for (let name = names.exec(text); name; name = names.exec(text)) {
    separator.lastIndex = names.lastIndex;
    if (!separator.test(text) || !isSecretName(name[0])) continue;
    const [from, to] = valueAt(text, separator.lastIndex);
    if (to > from) found(from, to);
    names.lastIndex = Math.max(to, names.lastIndex);
  }
}

/** A random text of some length, such as keys are, and names and the vendor's ids are not. */
export function randomRanges(text: string, found: Found): void {
  for (const { 0: run, index } of text.matchAll(/[\w+=-]{24,}/g)) {
    if (/[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run)) found(index, index + run.length);
  }
}

function endOf(stop: RegExp, text: string, from: number): number {
  stop.lastIndex = from;
  return stop.exec(text)?.index ?? text.length;
}

/** A value without the quotes around it. */
function valueAt(text: string, begin: number): [from: number, to: number] {
  const quoted = /\\{0,4}["']/y;
  quoted.lastIndex = begin;
  const opening = quoted.exec(text)?.[0];
  if (opening !== undefined) {
    const from = begin + opening.length;
    return [from, closingQuote(text, from, opening)];
  }
  if (text[begin] === '[' || text[begin] === '{') return [begin, endOfNested(text, begin)];
  return [begin, endOf(/[\s&;,"'<>\]}]/g, text, begin)];
}

/** @param opening a quote, with the backslashes before it where all of it stands in another text */
function closingQuote(text: string, from: number, opening: string): number {
  for (let at = from; at < text.length; at++) {
    if (text.startsWith(opening, at)) return at;
    if (text[at] === '\\') at += 1;
  }
  return text.length;
}

function endOfNested(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const unit = text[at];
    if (unit === '"') at = closingQuote(text, at + 1, '"');
    else if (unit === '[' || unit === '{') depth += 1;
    else if ((unit === ']' || unit === '}') && --depth === 0) return at + 1;
  }
  return text.length;
}
