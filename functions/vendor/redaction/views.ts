/** A text as it reads once its escapes are undone, and where in the original each of its units stands. */
export interface View {
  text: string;
  /** Where each unit begins in the original, and at last where it ends; absent where the text is the original. */
  places?: Uint32Array;
}

// A client that encodes more often than this hides from itself.
const mostLayers = 5;

interface Kinds {
  percent: boolean;
  json: boolean;
}

function chain(start: View, kinds: Kinds): View[] {
  const views: View[] = [];
  for (let view: View | undefined = start; view && views.length < mostLayers; ) {
    view = unescaped(view, kinds);
    if (view) views.push(view);
  }
  return views;
}

/**
 * A text, and what comes of it by undoing percent-encoding and the escapes of JSON again and again. Where both occur
 * each is undone by itself as well: what the one begins may take away what belongs to the other.
 */
export function viewsOf(text: string): View[] {
  const raw = { text };
  const [percent, json] = [text.includes('%'), text.includes('\\')];
  const views = [raw, ...chain(raw, { percent: true, json: true })];
  if (!percent || !json) return views;
  const asJson = chain(raw, { percent: false, json: true });
  const [unescapedOnce] = asJson;
  return [
    ...views,
    ...chain(raw, { percent: true, json: false }),
    ...asJson,
    ...(unescapedOnce ? chain(unescapedOnce, { percent: true, json: false }) : []),
  ];
}

/** Where a range of a view stands in the original. */
export function placeOf({ places }: View, from: number, to: number): [from: number, to: number] {
  if (!places) return [from, to];
  const begin = places[from] ?? 0;
  const last = places[to - 1] ?? begin;
  // The two units of one character stand at one place.
  const end = places[to] === last ? places[to + 1] : places[to];
  return [begin, end ?? last];
}

const [percent, backslash, letterU] = [0x25, 0x5c, 0x75];
const shortEscapes: Partial<Record<number, number>> = { 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 };
const replacement = 0xfffd;

function unescaped({ text, places }: View, kinds: Kinds): View | undefined {
  if (!(kinds.percent && text.includes('%')) && !(kinds.json && text.includes('\\'))) return undefined;
  const units = new Uint16Array(text.length);
  const from = new Uint32Array(text.length + 1);
  let length = 0;
  for (let at = 0; at < text.length; ) {
    const begin = at;
    let code = text.charCodeAt(at);
    if (code === percent && kinds.percent) [code, at] = percentEscape(text, at);
    else if (code === backslash && kinds.json) [code, at] = jsonEscape(text, at);
    else at += 1;
    for (const unit of code > 0xffff ? surrogates(code) : [code]) {
      units[length] = unit;
      from[length++] = places?.[begin] ?? begin;
    }
  }
  if (length === text.length) return undefined;
  from[length] = places?.[text.length] ?? text.length;
  return {
    text: Buffer.from(units.buffer, 0, 2 * length).toString('utf16le'),
    places: from.slice(0, length + 1),
  };
}

const surrogates = (code: number): [number, number] => [
  0xd800 + ((code - 0x10000) >> 10),
  0xdc00 + ((code - 0x10000) & 0x3ff),
];

/** What a unit stands for that may begin an escape, and where one goes on after it. */
type Decoded = [code: number, next: number];

function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** The number that some hexadecimal digits stand for; -1 where they are none. */
function hexAt(text: string, at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index++) {
    const digit = index < text.length ? hexDigit(text.charCodeAt(index)) : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function jsonEscape(text: string, at: number): Decoded {
  if (at + 1 >= text.length) return [backslash, at + 1];
  const next = text.charCodeAt(at + 1);
  if (next !== letterU) return [shortEscapes[next] ?? next, at + 2];
  const code = hexAt(text, at + 2, 4);
  return code < 0 ? [backslash, at + 1] : [code, at + 6];
}

const byteAt = (text: string, at: number): number =>
  text.charCodeAt(at) === percent ? hexAt(text, at + 1, 2) : -1;

/** Reads one character of UTF-8 in percent-encoding (RFC 3986); a byte that is of none stands for U+FFFD. */
function percentEscape(text: string, at: number): Decoded {
  const first = byteAt(text, at);
  if (first < 0) return [percent, at + 1];
  if (first < 0x80) return [first, at + 3];
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  let code = first & (0x3f >> more);
  for (let index = 1; index <= more; index++) {
    const byte = byteAt(text, at + 3 * index);
    if ((byte & 0xc0) !== 0x80 || byte < 0) return [replacement, at + 3];
    code = (code << 6) | (byte & 0x3f);
  }
  return code > 0x10ffff ? [replacement, at + 3] : [code, at + 3 * (more + 1)];
}
