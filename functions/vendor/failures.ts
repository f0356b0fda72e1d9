import { Refusal } from '../domain/refusal.ts';
import { DeadlineError } from '../domain/time.ts';
import { answerWithinMs, type Reply } from '../http/application.ts';
import { isStoreFailure, UnsteadyError } from '../store/errors.ts';
import { storeFailureText } from '../store/failure-text.ts';
import { clean } from './client-words.ts';
import type { Facts } from './facts.ts';
import { bodyIncomplete } from './read-body.ts';
import { toErrorReply, vendorErrorOf } from './reply.ts';

/** What a client is told of anything that was thrown: a refusal, or a failure as the vendor's 500. */
export function toFailureReply(error: unknown, facts: Facts): Reply {
  const isLate = error instanceof DeadlineError && facts.isArriving === true;
  const known = isLate ? bodyIncomplete('The body did not arrive in time') : error;
  const refusal = known instanceof Refusal ? known : toRefusal(known, facts);
  const { code, text } = refusal.reason;
  facts.reason = { code, text: clean(text, facts) };
  const settings = facts.caller?.account.settings;
  return toErrorReply(vendorErrorOf(refusal, settings?.errors), facts.reason, settings);
}

/** The client learns the kind of a failure; message and stack stay in the log. */
function toRefusal(error: unknown, facts: Facts): Refusal {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  facts.error = { name, message, stack };
  const unavailable = unavailableText(error);
  return unavailable === undefined
    ? new Refusal('internal', 'internal_error', 'The emulator failed; its log says how.')
    : new Refusal('internal', 'store_unavailable', unavailable);
}

function unavailableText(error: unknown): string | undefined {
  if (error instanceof DeadlineError) return `The answer was not ready within ${answerWithinMs / 1000} s.`;
  if (error instanceof UnsteadyError) {
    return "The account's sessions were being written all the time: ask again when that is done.";
  }
  return isStoreFailure(error) ? storeFailureText(error) : undefined;
}
