import type { JournalEntry } from '../domain/journal.ts';
import type { Facts, Redacted } from './facts.ts';
import type { RequestLogEntry } from './log.ts';
import { redactBody, redactQuery, redactText } from './redact.ts';

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
