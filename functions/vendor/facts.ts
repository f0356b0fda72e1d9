import type { JournalEntry } from '../domain/journal.ts';
import type { Reason } from '../domain/refusal.ts';
import { noUsage, type Usage } from '../store/table/meter.ts';
import type { Strike } from './faults.ts';
import type { RequestLogEntry } from './log.ts';
import { bodyForJournal, type ClientWords, credentialsOf, redacted, strikesForJournal } from './redacted.ts';

/** What becomes known of a request while it is answered; kept for log and journal whatever comes of it. */
export interface Facts extends ClientWords {
  id: string;
  /** Unix ms of the machine's clock. */
  at: number;
  /** What is odd about the request all the same. */
  notes: string[];
  strikes: Strike[];
  reason?: Reason;
  total?: number;
  returned?: number;
  usage: Usage;
}

export function newFacts(id: string, at: number, request: Request, url: URL): Facts {
  return {
    id,
    at,
    method: request.method,
    path: url.pathname,
    query: url.search,
    credentials: credentialsOf(request.headers),
    unread: [],
    notes: [],
    strikes: [],
    usage: noUsage(),
  };
}

interface Outcome {
  status: number;
  durationMs: number;
}

/** The request as the log keeps it: without its body, which may hold what logs should not. */
export function toLogEntry(facts: Facts, { status, durationMs }: Outcome): RequestLogEntry {
  const { id, at, caller, strikes, reason, total, returned, usage } = facts;
  const { method, path, query, botId, unread, error } = redacted(facts);
  const { calls, readUnits, writeUnits, slicesRead } = usage;
  const dynamodb = { calls, readUnits, writeUnits };
  const entry: RequestLogEntry = { id, at, method, path, query, status, durationMs, dynamodb, slicesRead };
  if (caller) {
    entry.accountId = caller.account.accountId;
    entry.clientId = caller.app.clientId;
  }
  if (botId !== undefined) entry.botId = botId;
  if (reason) entry.reason = reason;
  if (unread.length > 0) entry.unread = unread;
  if (facts.notes.length > 0) entry.notes = facts.notes;
  if (strikes.length > 0) entry.faults = strikes;
  if (total !== undefined) entry.total = total;
  if (returned !== undefined) entry.returned = returned;
  if (error) entry.error = error;
  return entry;
}

export function toJournalEntry(facts: Facts, { status, durationMs }: Outcome): JournalEntry {
  const { calls, readUnits, writeUnits } = facts.usage;
  const { method, path, query, botId, unread } = redacted(facts);
  return {
    id: facts.id,
    at: new Date(facts.at).toISOString(),
    method,
    path,
    query,
    unread,
    body: bodyForJournal(facts),
    clientId: facts.caller?.app.clientId,
    botId,
    status,
    reason: facts.reason,
    notes: facts.notes.length > 0 ? facts.notes : undefined,
    faults: strikesForJournal(facts.strikes),
    total: facts.total,
    returned: facts.returned,
    durationMs,
    dynamodb: { calls, readUnits, writeUnits },
  };
}
