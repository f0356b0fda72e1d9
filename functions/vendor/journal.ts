import type { JournalEntry } from '../domain/journal.ts';
import type { Reason } from '../domain/refusal.ts';
import type { HeaderFields } from '../http/application.ts';
import { identify } from './authenticate/authenticate.ts';
import { clean } from './client-words.ts';
import type { Dependencies } from './dependencies.ts';
import { type Outcome, toJournalEntry, withNarrowing } from './entries.ts';
import type { Facts } from './facts.ts';

/** Keeps a request once it is answered: in the journal of its account, or among those that belong to none. */
export function keepInJournal(
  headers: HeaderFields,
  facts: Facts,
  outcome: Outcome,
  { store, time, afterResponse }: Dependencies,
): void {
  const { journal } = store;
  if (!facts.caller) {
    // A store that has just failed is not asked for more; the log has what happened.
    if (facts.error) return;
    afterResponse(journal.follow(keepUnattributed(headers, facts, outcome, { store, time })));
    return;
  }
  const { account } = facts.caller;
  if (!account.settings.journal) return;
  const { journalSeconds } = account.settings;
  const entry = toJournalEntry(facts, outcome);
  if (!facts.narrow) {
    afterResponse(journal.record(account, entry, journalSeconds, time.now()));
    return;
  }
  const narrowed = withNarrowing(entry, facts.narrow);
  afterResponse(
    journal.follow(narrowed.then((made) => journal.record(account, made, journalSeconds, time.now()))),
  );
}

/** Refused before anybody has looked whose the request is. */
const early: readonly Reason['code'][] = ['path_unknown', 'method_not_allowed'];

async function keepUnattributed(
  headers: HeaderFields,
  facts: Facts,
  outcome: Outcome,
  { store, time }: Pick<Dependencies, 'store' | 'time'>,
): Promise<void> {
  const isEarly = facts.reason !== undefined && early.includes(facts.reason.code);
  // Without a token that proves it, anybody could write into the journal of anybody.
  const caller = isEarly && headers.has('auth') ? await identify(headers, store, time.now()) : undefined;
  if (!caller) return store.unattributed.record(briefly(toJournalEntry(facts, outcome)), time.now());
  const { journal, journalSeconds } = caller.account.settings;
  if (!journal) return;
  // What is a secret is known only now.
  const { redacted: _, ...known } = { ...facts, caller };
  const reason = facts.reason && { ...facts.reason, text: clean(facts.reason.text, known) };
  const entry = toJournalEntry({ ...known, ...(reason ? { reason } : {}) }, outcome);
  await store.journal.record(caller.account, entry, journalSeconds, time.now());
}

const longestText = 500;

const cut = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}...` : text);

/** An entry that costs little: anybody can have it written, and a write is paid for by the KB. */
function briefly(entry: JournalEntry): JournalEntry {
  const { method, path, query, reason, answer } = entry;
  return {
    ...entry,
    method: cut(method),
    path: cut(path),
    query: cut(query),
    answer: answer === undefined ? undefined : cut(answer),
    reason: reason && { ...reason, text: cut(reason.text) },
  };
}
