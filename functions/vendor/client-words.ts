import type { Account } from '../domain/account.ts';
import type { Strike } from '../domain/faults.ts';
import type { JournalEntry } from '../domain/journal.ts';
import { LruCache } from '../domain/lru-cache.ts';
import type { HeaderFields } from '../http/application.ts';
import { jsonDepth } from '../http/json-depth.ts';
import type { Caller } from './authenticate/authenticate.ts';
import type { RequestLogEntry } from './log.ts';
import { type RedactOptions, redactBody, redactQuery, redactText } from './redact.ts';
import { type Secrets, secretsOf } from './redaction/known.ts';
import type { Route } from './route.ts';

/** What of a request its client wrote, and what it takes to tell secrets in it. */
export interface ClientWords {
  method: string;
  path: string;
  query: string;
  /** What the request sent as credentials, whatever they are worth. */
  credentials: readonly string[];
  route?: Route;
  caller?: Caller;
  body?: Uint8Array;
  /** Names that nothing read, as the client wrote them. */
  unread: string[];
  /** Its message may repeat what the client wrote. */
  error?: RequestLogEntry['error'];
  /** What log and journal both keep, once it is made. */
  redacted?: Redacted;
}

export interface Redacted extends Readonly<Pick<ClientWords, 'method' | 'path' | 'query' | 'unread'>> {
  readonly botId: string | undefined;
  readonly error: RequestLogEntry['error'];
}

// Shorter ones are no credentials, and may be words that stand elsewhere by right.
const shortestCredential = 16;

/** What a request sends as credentials, whole and in parts, whatever they are worth. */
export function credentialsOf(headers: HeaderFields): readonly string[] {
  const inAuth = credentialsIn(headers.get('auth'));
  const authorization = headers.get('authorization');
  return authorization === null ? inAuth : [...inAuth, ...credentialsIn(authorization)];
}

// A client sends the same ones many times over. Longer ones than any token would take much room.
const parted = new LruCache<string, readonly string[]>({ max: 500 });
const longestParted = 8_192;

function credentialsIn(sent: string | null): readonly string[] {
  if (sent === null) return [];
  const known = parted.get(sent);
  if (known) return known;
  const parts = sent
    .split(/[\s,]+/)
    .flatMap((text) => [text, ...text.split('.')])
    .filter(({ length }) => length >= shortestCredential);
  if (sent.length <= longestParted) parted.set(sent, parts);
  return parts;
}

const secretsOfApps = new WeakMap<Account['apps'], Secrets>();

function knownSecrets({ apps }: Account): Secrets {
  const known =
    secretsOfApps.get(apps) ?? secretsOf([...apps.values()].map(({ clientSecret }) => clientSecret));
  secretsOfApps.set(apps, known);
  return known;
}

/** The secrets of the account whose request it is, and what was sent as credentials. */
const secretsIn = ({ caller, credentials }: ClientWords): Secrets =>
  caller ? knownSecrets(caller.account).concat(credentials) : credentials;

const optionsOf = ({ caller }: ClientWords): RedactOptions => ({ strict: caller === undefined });

/** A text that may repeat what a client sent, without what must not be kept: tokens, and secrets of the account. */
export const clean = (text: string, words: ClientWords): string => cleanerOf(words)(text);

/** As `clean`, for several texts of a request. */
function cleanerOf(words: ClientWords): (text: string) => string {
  const [secrets, options] = [secretsIn(words), optionsOf(words)];
  return (text) => redactText(text, secrets, options);
}

const mostNames = 50;
const longestName = 100;
/** How much further is looked than is kept, so that what begins before the end is seen whole. */
const lookAhead = 16_384;

/** Names that nothing read, cut to what a log can hold: they are the client's, as many and as long as it likes. */
function namesOf({ unread }: ClientWords, cleaned: (text: string) => string): string[] {
  const kept = unread.slice(0, mostNames).map((name) => {
    const known = cleaned(name.slice(0, longestName + lookAhead));
    return known.length > longestName ? `${known.slice(0, longestName)}...` : known;
  });
  return unread.length > mostNames ? [...kept, `and ${unread.length - mostNames} more`] : kept;
}

function errorOf(words: ClientWords): RequestLogEntry['error'] {
  if (!words.error) return undefined;
  const { name, message, stack } = words.error;
  return {
    name,
    message: clean(message, words),
    stack: stack === undefined ? undefined : clean(stack, words),
  };
}

// Nearly every request has one of these.
const commonMethod = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

/** A request's own words without what must not be kept. */
export function redacted(words: ClientWords): Redacted {
  words.redacted ??= redact(words);
  return words.redacted;
}

function redact(words: ClientWords): Redacted {
  const { method, path, query, route } = words;
  const cleaned = cleanerOf(words);
  return {
    method: commonMethod.test(method) ? method : cleaned(method),
    path: cleaned(path),
    query: query === '' ? '' : redactQuery(query, secretsIn(words), optionsOf(words)),
    botId: route?.botId === undefined ? undefined : cleaned(route.botId),
    unread: words.unread.length === 0 ? [] : namesOf(words, cleaned),
    error: errorOf(words),
  };
}

// An entry is evidence, not an archive.
const longestBody = 8_000;
// A character takes four bytes at most.
const mostBytesRead = 4 * (longestBody + lookAhead);
const utf8 = new TextDecoder();

export function bodyForJournal(words: ClientWords): unknown {
  const { body } = words;
  if (body === undefined || body.length === 0) return undefined;
  const text = utf8.decode(body.subarray(0, mostBytesRead));
  const [secrets, options] = [secretsIn(words), optionsOf(words)];
  if (text.length <= longestBody) return redactBody(text, secrets, options);
  const read = text.slice(0, longestBody + lookAhead);
  return `${redactText(read, secrets, { ...options, most: longestBody })}...`;
}

/** An answer's text as the journal keeps it; cut as bodies are. */
export function answerForJournal(text: string, words: ClientWords): string {
  const [secrets, options] = [secretsIn(words), optionsOf(words)];
  if (text.length <= longestBody) return redactText(text, secrets, options);
  const read = text.slice(0, longestBody + lookAhead);
  return `${redactText(read, secrets, { ...options, most: longestBody })}...`;
}

/** How deep the readers of JSON that take the least go, less what stands around it (.NET: 64). */
const deepestEffect = 56;

/** The rules that struck; a body of an error that is nested very deep as its text. */
export function strikesForJournal(strikes: readonly Strike[]): JournalEntry['faults'] {
  return strikes.map(({ rule, effect }) => {
    if (!('error' in effect) || typeof effect.error === 'string') return { rule, effect };
    const { status, body } = effect.error;
    const text = JSON.stringify(body);
    return {
      rule,
      effect: jsonDepth(text) > deepestEffect ? { ...effect, error: { status, body: text } } : effect,
    };
  });
}
