import { jsonDepth } from '../http/json-depth.ts';
import { namedRanges, randomRanges, schemeRanges, vendorSecretRanges } from './redaction/credentials.ts';
import { knownRanges, type Range, type Secrets, secretsOf } from './redaction/known.ts';
import { isSecretName } from './redaction/names.ts';
import { tokenRanges } from './redaction/tokens.ts';
import { type View, viewsOf } from './redaction/views.ts';

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

// Without any of these no pattern fits.
const perhaps = /[%\\=:]|e[yw]|bearer|basic/i;

/** What is looked for, as `secretsOf` prepares it; or one secret as it is. */
type Given = Secrets | string | undefined;

const prepare = (given: Given): Secrets => (typeof given === 'string' ? secretsOf([given]) : (given ?? []));

function rangesIn({ text, places }: View, secrets: Secrets, strict: boolean): Range[] {
  const ranges = [
    ...knownRanges(text, secrets),
    ...(perhaps.test(text)
      ? [...tokenRanges(text), ...vendorSecretRanges(text), ...schemeRanges(text), ...namedRanges(text)]
      : []),
    ...(strict ? randomRanges(text) : []),
  ];
  if (!places) return ranges;
  return ranges.map(([from, to]) => [places.from[from] ?? 0, places.to[to - 1] ?? 0]);
}

/** Puts something else in the place of ranges, as far as `most`. */
function replace(text: string, ranges: Range[], hidden: string, most: number): string {
  let [clean, at] = ['', 0];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    if (from >= most) break;
    if (to <= at) continue;
    if (from > at || at === 0) clean += text.slice(at, from) + hidden;
    else if (from === at && !clean.endsWith(hidden)) clean += hidden;
    at = to;
  }
  return clean + text.slice(at, most);
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
  const ranges = viewsOf(text).flatMap((view) => rangesIn(view, known, strict));
  return ranges.length === 0 ? text.slice(0, most) : replace(text, ranges, hidden, most);
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
  if (typeof value === 'number') return knownRanges(String(value), secrets).length > 0 ? hiddenText : value;
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
