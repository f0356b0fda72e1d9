import { randomUUID } from 'node:crypto';
import { withDeadline } from '../domain/time.ts';
import type { Application } from '../http/application.ts';
import type { EmulatedApi } from './api.ts';
import type { Dependencies, FrontDoor } from './dependencies.ts';
import { type Outcome, toJournalEntry, toLogEntry } from './entries.ts';
import { type Facts, newFacts } from './facts.ts';
import { answerWithinMs, toFailureResponse } from './failures.ts';
import { distort } from './faults.ts';
import { respond } from './respond.ts';
import { Routes } from './route.ts';

/** The emulated APIs. They take everything: the vendor's refusals of paths and methods are emulated too. */
export function createVendorApp(apis: readonly EmulatedApi[], dependencies: Dependencies): Application {
  const door: FrontDoor = { ...dependencies, routes: new Routes(apis) };
  return {
    fetch: (request, bindings) => {
      const response = handleRequest(request, bindings, door);
      return request.method === 'HEAD' ? response.then(withoutBody) : response;
    },
  };
}

/** RFC 9110: an answer to HEAD has no body. */
const withoutBody = (response: Response): Response => new Response(null, response);

/**
 * Answers one request, whatever it is: refusals and failures become responses, and every request is logged.
 *
 * @param bindings what the server passes beside the request
 */
async function handleRequest(request: Request, bindings: unknown, door: FrontDoor): Promise<Response> {
  const { time } = door;
  const url = new URL(request.url);
  const started = time.monotonic();
  const facts = newFacts(randomUUID(), time.now(), request, url);
  const answering = respond(request, url, bindings, facts, door);
  const response = await withDeadline(answerWithinMs, answering, time).catch((error) =>
    toFailureResponse(error, facts),
  );
  const effect = facts.strikes.at(-1)?.effect;
  const sent = effect ? await distort(response, effect) : response;
  const durationMs = Math.round((time.monotonic() - started) * 100) / 100;
  report(facts, { status: sent.status, durationMs }, bindings, door);
  return sent;
}

function report(
  facts: Facts,
  outcome: Outcome,
  bindings: unknown,
  { store, time, log, afterResponse }: Dependencies,
): void {
  log(toLogEntry(facts, outcome), bindings);
  const account = facts.caller?.account;
  if (!account?.settings.journal) return;
  const entry = toJournalEntry(facts, outcome);
  afterResponse(store.journal.record(account, entry, account.settings.journalSeconds, time.now()));
}
