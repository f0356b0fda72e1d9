import { withDeadline } from '../domain/time.ts';
import {
  answerWithinMs,
  type HeaderFields,
  type IncomingRequest,
  type PlainApplication,
  plainApplication,
  type Reply,
} from '../http/application.ts';
import type { EmulatedApi } from './api.ts';
import type { Dependencies, FrontDoor } from './dependencies.ts';
import { toLogEntry } from './entries.ts';
import { type Facts, newFacts } from './facts.ts';
import { toFailureReply } from './failures.ts';
import { distort } from './faults.ts';
import { keepInJournal } from './journal.ts';
import { newRequestId } from './request-id.ts';
import { respond } from './respond.ts';
import { Routes } from './route.ts';

/** The emulated APIs. They take everything: the vendor's refusals of paths and methods are emulated too. */
export function createVendorApp(apis: readonly EmulatedApi[], dependencies: Dependencies): PlainApplication {
  const door: FrontDoor = { ...dependencies, routes: new Routes(apis) };
  return plainApplication((request, bindings) => {
    const reply = handleRequest(request, bindings, door);
    return request.method === 'HEAD' ? reply.then(withoutBody) : reply;
  });
}

/** RFC 9110: an answer to HEAD has no body. */
const withoutBody = (reply: Reply): Reply => ({ ...reply, body: null });

/**
 * Answers one request, whatever it is: refusals and failures become replies, and every request is logged.
 *
 * @param bindings what the server passes beside the request
 */
async function handleRequest(request: IncomingRequest, bindings: unknown, door: FrontDoor): Promise<Reply> {
  const { time } = door;
  const url = new URL(request.url);
  const started = time.monotonic();
  const at = time.now();
  const facts = newFacts(newRequestId(at), at, request, url);
  const answering = respond(request, url, bindings, facts, door);
  const reply = await withDeadline(answerWithinMs, answering, time).catch((error) =>
    toFailureReply(error, facts),
  );
  const effect = facts.strikes.at(-1)?.effect;
  const sent = effect ? distort(reply, effect) : reply;
  const durationMs = Math.round((time.monotonic() - started) * 100) / 100;
  const outcome = { status: sent.status, durationMs };
  door.log(toLogEntry(facts, outcome), bindings);
  const answer = answerText(sent, facts);
  keepInJournal(request.headers, facts, { ...outcome, ...answer }, door);
  if (effect || !mayBePacked(request.headers, facts)) return sent;
  const { packed } = await import('./gzip.ts');
  return packed(sent, request.headers);
}

// Of less it saves less than it takes.
const largeFrom = 1_000_000;

function mayBePacked(headers: HeaderFields, { answer, caller }: Facts): boolean {
  if (!answer || !caller || !headers.has('accept-encoding')) return false;
  const { gzipAnswers } = caller.account.settings;
  return gzipAnswers === 'always' || (gzipAnswers === 'large' && answer.body.length >= largeFrom);
}

/** The text of an answer that the journal keeps: of every refusal, and of all where the account's settings say so. */
function answerText({ status, body }: Reply, { caller }: Pick<Facts, 'caller'>): { answer?: string } {
  const isKept = status >= 400 || caller?.account.settings.journalAnswers === true;
  if (!isKept || body === null) return {};
  return { answer: typeof body === 'string' ? body : Buffer.from(body).toString() };
}
