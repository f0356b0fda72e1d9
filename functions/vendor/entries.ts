import type { JournalEntry } from '../domain/journal.ts';
import { tokenFacts } from './authenticate/token-facts.ts';
import { answerForJournal, bodyForJournal, clean, redacted, strikesForJournal } from './client-words.ts';
import type { Facts } from './facts.ts';
import type { RequestLogEntry } from './log.ts';

/** What came of a request. */
export interface Outcome {
  status: number;
  durationMs: number;
  /** The body that was answered, where the journal keeps it. */
  answer?: string | undefined;
}

/** The request as the log keeps it: without its body, which may hold what logs should not. */
export function toLogEntry(facts: Facts, { status, durationMs }: Outcome): RequestLogEntry {
  const { id, at, route, caller, strikes, reason, answer, notes, usage } = facts;
  const { method, path, query, botId, unread, error } = redacted(facts);
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
  }
  if (botId !== undefined) entry.botId = botId;
  if (caller) {
    entry.accountId = caller.account.accountId;
    entry.clientId = caller.app.clientId;
  }
  if (reason) entry.reason = reason;
  if (unread.length > 0) entry.unread = unread;
  if (notes.length > 0) entry.notes = notes;
  if (strikes.length > 0) entry.faults = strikes;
  if (answer?.total !== undefined) entry.total = answer.total;
  if (answer?.returned !== undefined) entry.returned = answer.returned;
  if (error) entry.error = error;
  return entry;
}

/** The entry with what there was to find, where nothing was found; a failure to find that out loses nothing else. */
export async function withNarrowing(entry: JournalEntry, narrow: Facts['narrow']): Promise<JournalEntry> {
  const narrowing = await narrow?.().catch(() => undefined);
  return narrowing ? { ...entry, narrowing } : entry;
}

export function toJournalEntry(facts: Facts, { status, durationMs, answer }: Outcome): JournalEntry {
  const { calls, readUnits, writeUnits } = facts.usage;
  const { method, path, query, botId, unread } = redacted(facts);
  return {
    id: facts.id,
    at: new Date(facts.at).toISOString(),
    api: facts.route?.api.name,
    route: facts.route?.kind,
    method,
    path,
    query,
    unread,
    body: bodyForJournal(facts),
    clientId: facts.caller?.app.clientId,
    botId,
    status,
    reason: facts.reason,
    token: status === 401 && facts.token ? tokenFacts(facts.token, (text) => clean(text, facts)) : undefined,
    notes: facts.notes.length > 0 ? facts.notes : undefined,
    faults: strikesForJournal(facts.strikes),
    answer: answer === undefined ? undefined : answerForJournal(answer, facts),
    total: facts.answer?.total,
    returned: facts.answer?.returned,
    durationMs,
    dynamodb: { calls, readUnits, writeUnits },
  };
}
