/**
 * A text that breaks the grammar of JSON (RFC 8259), and where. No Error: a text can have one on each of a million
 * lines, and to note the stack each time takes longer than all else.
 */
export class JsonFault {
  /** Where in the text it is, in UTF-16 code units. */
  readonly at: number;
  readonly message: string;

  constructor(at: number, message: string) {
    this.at = at;
    this.message = message;
  }
}

/** Far deeper than any row; it also bounds how often a text with unclosed brackets is looked at. */
const deepest = 100;

const blanks = /[ \t\r\n]*/y;
const plainCharacters = /[ !#-[\]-\uffff]*/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
const scalarCharacters = /[\w.+-]*/y;
const escapedCharacter = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const longestEscape = 6;

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where blanks that begin at a place end. */
export function skipBlanks(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code > 0x20 ? at : endOf(blanks, text, at);
}

/**
 * Where a string ends, past its closing quote; -1 where the text ends before it.
 *
 * @param at of its opening quote
 * @throws JsonFault
 */
export function scanString(text: string, at: number): number {
  for (let next = at + 1; ; ) {
    next = endOf(plainCharacters, text, next);
    if (next >= text.length) return -1;
    const character = text[next];
    if (character === '"') return next + 1;
    if (character !== '\\') throw new JsonFault(next, 'a text is not closed on its line');
    const end = endOf(escapedCharacter, text, next);
    if (end === next) {
      if (text.length - next < longestEscape) return -1;
      throw new JsonFault(next, 'a backslash begins no known character');
    }
    next = end;
  }
}

function scanScalar(text: string, at: number): number {
  const end = endOf(scalarCharacters, text, at);
  if (end === text.length) return -1;
  if (end > at && endOf(scalar, text, at) === end) return end;
  const found = end > at ? text.slice(at, Math.min(end, at + 20)) : (text[at] ?? '');
  throw new JsonFault(at, `${JSON.stringify(found)} stands where a value should`);
}

/** What a scan has found on its way. */
export interface ScanNotes {
  /** Whether there are blanks outside of texts. */
  hasBlanks: boolean;
}

/**
 * Where a value ends; -1 where the text ends before it does, or where a number may go on behind the text.
 *
 * @param at of its first character
 * @throws JsonFault where it breaks the grammar, or is nested more than 100 levels deep
 */
export function scanValue(text: string, at: number, notes?: ScanNotes): number {
  // Closing brackets that are awaited, the innermost last.
  const closers: string[] = [];
  const skip = (from: number): number => {
    const end = skipBlanks(text, from);
    if (notes && end > from) notes.hasBlanks = true;
    return end;
  };
  for (let next = at; ; ) {
    const opened = closers.length;
    next = scanStart(text, next, closers, skip);
    if (next < 0) return -1;
    if (closers.length > opened) continue;
    // A value has ended: so may what it is in.
    for (;;) {
      const closer = closers.at(-1);
      if (closer === undefined) return next;
      next = skip(next);
      if (next >= text.length) return -1;
      const character = text[next];
      if (character === closer) {
        closers.pop();
        next += 1;
        continue;
      }
      if (character !== ',') throw new JsonFault(next, `a comma or ${closer} is missing`);
      const comma = next;
      next = skip(next + 1);
      if (next >= text.length) return -1;
      if (text[next] === closer) throw new JsonFault(comma, `a comma stands before ${closer}`);
      if (closer === '}') next = scanKey(text, next, skip);
      if (next < 0) return -1;
      break;
    }
  }
}

/** Reads a scalar, an empty bracket pair or an opening bracket, and what has to follow it. */
function scanStart(text: string, at: number, closers: string[], skip: (from: number) => number): number {
  const character = text[at];
  if (character === undefined) return -1;
  if (character === '"') return scanString(text, at);
  if (character !== '{' && character !== '[') return scanScalar(text, at);
  if (closers.length === deepest) throw new JsonFault(at, `it is nested more than ${deepest} levels deep`);
  const closer = character === '{' ? '}' : ']';
  const next = skip(at + 1);
  if (next >= text.length) return -1;
  if (text[next] === closer) return next + 1;
  closers.push(closer);
  return closer === '}' ? scanKey(text, next, skip) : next;
}

/** @returns where the value of the member begins */
function scanKey(text: string, at: number, skip: (from: number) => number): number {
  if (text[at] !== '"') throw new JsonFault(at, 'the name of a member is missing');
  const end = scanString(text, at);
  if (end < 0) return -1;
  const colon = skip(end);
  if (colon >= text.length) return -1;
  if (text[colon] !== ':') throw new JsonFault(colon, 'a colon is missing');
  const next = skip(colon + 1);
  return next >= text.length ? -1 : next;
}
