import type { Strike } from '../domain/faults.ts';
import type { JournalEntry } from '../domain/journal.ts';
import type { Reason } from '../domain/refusal.ts';
import { noUsage, type Usage } from '../store/table/meter.ts';
import type { Answer } from './api.ts';
import type { Caller } from './authenticate/authenticate.ts';
import type { RequestLogEntry } from './log.ts';
import { redactBody, redactQuery, redactText } from './redact.ts';
import type { Route } from './route.ts';

/** What becomes known of a request while it is answered; kept for log and journal whatever comes of it. */
export interface Facts {
  id: string;
  /** Unix ms of the machine's clock. */
  at: number;
  method: string;
  path: string;
  query: string;
  route?: Route;
  caller?: Caller;
  body?: Uint8Array;
  unread: string[];
  strikes: Strike[];
  reason?: Reason;
  answer?: Answer;
  usage: Usage;
  error?: NonNullable<RequestLogEntry['error']>;
  /** What log and journal both keep, once it is made. */
  redacted?: Redacted;
}

type Redacted = Readonly<Pick<Facts, 'path' | 'query' | 'unread'>>;

export function newFacts(id: string, at: number, method: string, url: URL): Facts {
  return { id, at, method, path: url.pathname, query: url.search, unread: [], strikes: [], usage: noUsage() };
}

const mostNames = 50;
const longestName = 100;

/** Names that nothing read, cut to what a log can hold: they are the client's, as many and as long as it likes. */
export function boundedNames(names: readonly string[]): string[] {
  const kept = names
    .slice(0, mostNames)
    .map((name) => (name.length > longestName ? `${name.slice(0, longestName)}...` : name));
  return names.length > mostNames ? [...kept, `and ${names.length - mostNames} more`] : kept;
}

/** What came of a request. */
export interface Outcome {
  status: number;
  durationMs: number;
}

// An entry is evidence, not an archive.
const longestBody = 8_000;
const utf8 = new TextDecoder();

function bodyForJournal({ body, caller }: Facts): unknown {
  if (body === undefined || body.length === 0) return undefined;
  const text = utf8.decode(body);
  const secret = caller?.app.clientSecret;
  if (text.length <= longestBody) return redactBody(text, secret);
  return `${redactText(text, secret).slice(0, longestBody)}...`;
}

/** What a client sent, without what must not be kept: tokens, and the secret of the app. */
function redacted(facts: Facts): Redacted {
  const { path, query, unread, caller } = facts;
  const secret = caller?.app.clientSecret;
  facts.redacted ??= {
    path: redactText(path, secret),
    query: redactQuery(query, secret),
    unread: unread.map((name) => redactText(name, secret)),
  };
  return facts.redacted;
}

/** The request as the log keeps it: without its body, which may hold what logs should not. */
export function toLogEntry(facts: Facts, { status, durationMs }: Outcome): RequestLogEntry {
  const { id, at, method, route, caller, strikes, reason, answer, error, usage } = facts;
  const { path, query, unread } = redacted(facts);
  const { calls, readUnits, writeUnits, slicesRead } = usage;
  const dynamodb = { calls, readUnits, writeUnits };
  const metricRoute = route?.metric ?? 'other';
  const entry: RequestLogEntry = {
    id,
    at,
    metricRoute,
    method,
    path,
    query,
    status,
    durationMs,
    dynamodb,
    slicesRead,
  };
  if (route) {
    entry.api = route.api.name;
    entry.route = route.kind;
    if (route.botId !== undefined) entry.botId = route.botId;
  }
  if (caller) {
    entry.accountId = caller.account.accountId;
    entry.clientId = caller.app.clientId;
  }
  if (reason) entry.reason = reason;
  if (unread.length > 0) entry.unread = unread;
  if (strikes.length > 0) entry.faults = strikes;
  if (answer?.total !== undefined) entry.total = answer.total;
  if (answer?.returned !== undefined) entry.returned = answer.returned;
  if (error) entry.error = error;
  return entry;
}

export function toJournalEntry(facts: Facts, { status, durationMs }: Outcome): JournalEntry {
  const { calls, readUnits, writeUnits } = facts.usage;
  const { path, query, unread } = redacted(facts);
  return {
    id: facts.id,
    at: new Date(facts.at).toISOString(),
    api: facts.route?.api.name,
    route: facts.route?.kind,
    method: facts.method,
    path,
    query,
    unread,
    body: bodyForJournal(facts),
    clientId: facts.caller?.app.clientId,
    botId: facts.route?.botId,
    status,
    reason: facts.reason,
    faults: facts.strikes,
    total: facts.answer?.total,
    returned: facts.answer?.returned,
    durationMs,
    dynamodb: { calls, readUnits, writeUnits },
  };
}
