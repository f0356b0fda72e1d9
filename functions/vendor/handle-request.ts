import { randomUUID } from 'node:crypto';
import { Refusal } from '../domain/refusal.ts';
import { DeadlineError, withDeadline } from '../http/deadline.ts';
import { isStoreFailure } from '../store/failure.ts';
import { UnsteadyError } from '../store/outdated.ts';
import type { Dependencies } from './dependencies.ts';
import { distort } from './distort.ts';
import { type Facts, newFacts, toJournalEntry, toLogEntry } from './facts.ts';
import { clean } from './redacted.ts';
import { toErrorResponse, vendorErrorOf } from './reply.ts';
import { respond } from './respond.ts';

/** Before the function is stopped and API Gateway answers in words of its own, after 29 and 30 s. */
const answerWithinMs = 27_000;

/**
 * Answers one request, whatever it is: refusals and failures become responses, and every request is logged.
 *
 * @param environment what the server passes on beside the request
 */
export async function handleRequest(
  request: Request,
  environment: unknown,
  dependencies: Dependencies,
): Promise<Response> {
  const url = new URL(request.url);
  const started = performance.now();
  const facts = newFacts(randomUUID(), dependencies.systemNow(), request, url);
  const answering = respond(request, url, environment, facts, dependencies);
  const response = await withDeadline(answerWithinMs, answering).catch((error) =>
    toRefusalResponse(error, facts),
  );
  const effect = facts.strikes.at(-1)?.effect;
  const sent = effect ? await distort(response, effect) : response;
  const durationMs = Math.round((performance.now() - started) * 100) / 100;
  report(facts, { status: sent.status, durationMs }, environment, dependencies);
  return sent;
}

function report(
  facts: Facts,
  outcome: { status: number; durationMs: number },
  environment: unknown,
  { store, systemNow, log, afterResponse }: Dependencies,
): void {
  log(toLogEntry(facts, outcome), environment);
  const account = facts.caller?.account;
  if (!account?.settings.journal) return;
  const { settings } = account;
  const entry = toJournalEntry(facts, outcome);
  afterResponse(store.journal.record(account, entry, settings.journalSeconds, systemNow()));
}

function toRefusalResponse(error: unknown, facts: Facts): Response {
  const refusal = error instanceof Refusal ? error : toFailure(error, facts);
  const { code, text } = refusal.reason;
  facts.reason = { code, text: clean(text, facts) };
  return toErrorResponse(vendorErrorOf(refusal, facts.caller?.account.settings.errors), facts.reason);
}

function unavailableText(error: unknown, name: string): string | undefined {
  if (error instanceof DeadlineError) return `The answer was not ready within ${answerWithinMs / 1000} s.`;
  if (error instanceof UnsteadyError) {
    return "The account's sessions were being written all the time: ask again when that is done.";
  }
  return isStoreFailure(error) ? `DynamoDB did not answer as it should (${name}).` : undefined;
}

/** The client learns the kind of a failure; message and stack stay in the log. */
function toFailure(error: unknown, facts: Facts): Refusal {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  facts.error = { name, message, stack };
  const unavailable = unavailableText(error, name);
  return unavailable === undefined
    ? new Refusal('internal', 'internal_error', 'The emulator failed; its log says how.')
    : new Refusal('internal', 'store_unavailable', unavailable);
}
