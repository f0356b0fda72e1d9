/** A text as it reads once its escapes are undone, and where in the original each of its units stands. */
export interface View {
  text: string;
  /** Where a unit begins and ends in the original; absent where the text is the original. */
  places?: { from: Uint32Array; to: Uint32Array };
}

// A client that encodes more often than this hides from itself.
const mostLayers = 5;

/** A text, and what comes of it by undoing percent-encoding and the escapes of JSON again and again. */
export function viewsOf(text: string): View[] {
  const views: View[] = [{ text }];
  for (let layer = 0; layer < mostLayers; layer++) {
    const last = views.at(-1);
    const next = last && unescaped(last);
    if (!next) break;
    views.push(next);
  }
  return views;
}

const [percent, backslash, letterU] = [0x25, 0x5c, 0x75];
const shortEscapes: Partial<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const utf8 = new TextDecoder();

/** The number that some hexadecimal digits stand for; -1 where they are none. */
function hexAt(text: string, at: number, digits: number): number {
  const part = text.slice(at, at + digits);
  return part.length === digits && /^[0-9a-f]+$/i.test(part) ? Number.parseInt(part, 16) : -1;
}

function unescaped({ text, places }: View): View | undefined {
  if (!text.includes('%') && !text.includes('\\')) return undefined;
  const units = new Uint16Array(text.length);
  const [from, to] = [new Uint32Array(text.length), new Uint32Array(text.length)];
  let length = 0;
  const put = (unit: number, begin: number, end: number): void => {
    units[length] = unit;
    from[length] = places?.from[begin] ?? begin;
    to[length++] = places?.to[end - 1] ?? end;
  };
  for (let at = 0; at < text.length; ) {
    const escaped = escapeAt(text, at);
    const end = at + (escaped?.length ?? 1);
    const plain = escaped?.text ?? text.charAt(at);
    for (let index = 0; index < plain.length; index++) put(plain.charCodeAt(index), at, end);
    at = end;
  }
  if (length === text.length) return undefined;
  const decoded = Buffer.from(units.buffer, 0, 2 * length).toString('utf16le');
  return { text: decoded, places: { from, to } };
}

/** An escape that begins at a place: its length, and what it stands for. */
function escapeAt(text: string, at: number): { length: number; text: string } | undefined {
  const unit = text.charCodeAt(at);
  if (unit === percent) return percentEscapeAt(text, at);
  if (unit !== backslash || at + 1 >= text.length) return undefined;
  if (text.charCodeAt(at + 1) !== letterU) {
    const next = text.charAt(at + 1);
    return { length: 2, text: shortEscapes[next] ?? next };
  }
  const code = hexAt(text, at + 2, 4);
  return code < 0 ? undefined : { length: 6, text: String.fromCharCode(code) };
}

function percentEscapeAt(text: string, at: number): { length: number; text: string } | undefined {
  const first = hexAt(text, at + 1, 2);
  if (first < 0) return undefined;
  if (first < 0x80) return { length: 3, text: String.fromCharCode(first) };
  const bytes: number[] = [];
  let end = at;
  for (
    let byte = first;
    byte >= 0x80;
    byte = text.charCodeAt(end) === percent ? hexAt(text, end + 1, 2) : -1
  ) {
    bytes.push(byte);
    end += 3;
  }
  return { length: end - at, text: utf8.decode(Uint8Array.from(bytes)) };
}
