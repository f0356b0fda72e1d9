import { jsonDepth } from '../http/json-depth.ts';
import { namedRanges, randomRanges, schemeRanges, vendorSecretRanges } from './redaction/credentials.ts';
import { knownRanges, mayHold, type Secrets, secretsOf } from './redaction/known.ts';
import { isSecretName } from './redaction/names.ts';
import { tokenRanges } from './redaction/tokens.ts';
import { placeOf, type View, viewsOf } from './redaction/views.ts';

export interface RedactOptions {
  /** Whose request it is is not known, and so neither are the secrets: what looks like any key goes too. */
  strict?: boolean;
  /** What stands in the place of what is left out. */
  hidden?: string;
  /** How much of the text is given; what begins there is looked at to its end. */
  most?: number;
}

const hiddenText = '[redacted]';

/** How deep the readers of JSON that take the least go, less what stands around a body (.NET: 64). */
const deepest = 60;

// Without any of these no pattern fits, and nothing is escaped.
const perhaps = /[%\\=:]|e[yw]|bearer|basic/i;

// Nearly every body has two. There is a colon in it, but nothing before it that is a name.
const instant = /^[\d.:TZ -]*$/;

/** Whether no pattern fits a text as it is, and nothing is escaped in it. */
const isPlain = (text: string): boolean => !perhaps.test(text) || instant.test(text);

/** What is looked for, as `secretsOf` prepares it; or one secret as it is. */
type Given = Secrets | string | undefined;

const prepare = (given: Given): Secrets => (typeof given === 'string' ? secretsOf([given]) : (given ?? []));

/** How many ranges begin less how many end at each unit of a text. */
type Edges = Int32Array;

/** @returns where what was found begins and ends, with what was found before; undefined where that is nowhere */
function markAll(
  before: Edges | undefined,
  units: number,
  view: View,
  secrets: Secrets,
  strict: boolean,
): Edges | undefined {
  const { text } = view;
  let edges = before;
  const found = (from: number, to: number): void => {
    const [begin, end] = placeOf(view, from, to);
    edges ??= new Int32Array(units + 1);
    edges[begin] = (edges[begin] ?? 0) + 1;
    edges[end] = (edges[end] ?? 0) - 1;
  };
  knownRanges(text, secrets, found);
  if (strict) randomRanges(text, found);
  if (!perhaps.test(text)) return edges;
  for (const find of [tokenRanges, vendorSecretRanges, schemeRanges, namedRanges]) find(text, found);
  return edges;
}

/** Puts something else in the place of what ranges cover, as far as `most`. */
function replace(text: string, edges: Edges, hidden: string, most: number): string {
  let [clean, kept, depth] = ['', 0, 0];
  for (let at = 0; at < most; at++) {
    const before = depth;
    depth += edges[at] ?? 0;
    if (before === 0 && depth > 0) clean += text.slice(kept, at) + hidden;
    if (before > 0 && depth === 0) kept = at;
  }
  return depth > 0 ? clean : clean + text.slice(kept, most);
}

/**
 * Takes tokens, secrets and what is named like one out of a text that a client sent, however they are escaped in
 * it. The time that it takes grows with the text, not faster.
 *
 * @param secrets those of the account whose request it is
 */
export function redactText(text: string, secrets: Given, options: RedactOptions = {}): string {
  const { strict = false, hidden = hiddenText, most = text.length } = options;
  const known = prepare(secrets);
  // Nearly every path is like this, and every request has one.
  if (!strict && isPlain(text) && !mayHold(text, known)) return text.slice(0, most);
  let edges: Edges | undefined;
  for (const view of viewsOf(text)) edges = markAll(edges, text.length, view, known, strict);
  return edges ? replace(text, edges, hidden, Math.min(most, text.length)) : text.slice(0, most);
}

/** As `redactText` for a query string, whose parameters may also be named like a secret. */
export function redactQuery(query: string, secrets: Given, options: RedactOptions = {}): string {
  if (query === '') return query;
  const hidden = encodeURIComponent(hiddenText);
  const clean = redactText(query, secrets, { ...options, hidden });
  const pairs = clean.slice(1).split('&');
  return `?${pairs.map((pair) => withoutNamed(pair, hidden)).join('&')}`;
}

function withoutNamed(pair: string, hidden: string): string {
  const end = pair.indexOf('=');
  return end >= 0 && isSecretName(pair.slice(0, end)) ? `${pair.slice(0, end)}=${hidden}` : pair;
}

/** As `redactText` for a body: JSON where it is and is not very deep, what is named like a secret left out; else the text. */
export function redactBody(text: string, secrets: Given, options: RedactOptions = {}): unknown {
  if (jsonDepth(text) > deepest) return redactText(text, secrets, options);
  try {
    return redactValue(JSON.parse(text), prepare(secrets), options);
  } catch {
    return redactText(text, secrets, options);
  }
}

function redactValue(value: unknown, secrets: Secrets, options: RedactOptions): unknown {
  if (typeof value === 'string') return redactText(value, secrets, options);
  if (typeof value === 'number') {
    const digits = String(value);
    return secrets.some((secret) => digits.includes(secret)) ? hiddenText : value;
  }
  if (Array.isArray(value)) return value.map((each) => redactValue(each, secrets, options));
  if (typeof value !== 'object' || value === null) return value;
  const names = new Set<string>();
  const members = Object.entries(value).map(([name, each]) => [
    unlike(redactText(name, secrets, options), names),
    isSecretName(name) ? hiddenText : redactValue(each, secrets, options),
  ]);
  return Object.fromEntries(members);
}

/** The name, with a number behind it where another member has it already. */
function unlike(name: string, names: Set<string>): string {
  let free = name;
  for (let number = 2; names.has(free); number++) free = `${name} ${number}`;
  names.add(free);
  return free;
}
