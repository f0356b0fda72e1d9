import { anyAnswer, describe, readChoice } from '../choice.ts';
import { differs, type Finding, notMeasured, same } from '../finding.ts';
import type { Probing } from '../run-context.ts';
import type { MessageSample } from '../sample.ts';
import { isForScope, messagesWithin } from '../take-messages.ts';
import { messageAnswers, messageOrder } from './message-answers.ts';
import { messageGroup } from './message-group.ts';
import {
  messageLimitAbsent,
  messageLimitMost,
  messageSessionIds,
  messageVersionOne,
} from './message-limits.ts';

/** What the messages API is like whatever is filtered: routes, answers, order, limits. */
export const messageProbes = messageGroup('messages', async (probing, sample) => [
  ...messageAnswers(probing, sample),
  await messageOrder(probing, sample),
  await messageLimitAbsent(probing, sample),
  ...(await messageLimitMost(probing, sample)),
  await messageVersionOne(probing, sample),
  await messageSessionIds(probing, sample),
  await readChoice(probing, {
    row: 'messages.stream',
    setting: 'streamRoute',
    ask: messagesWithin(sample, {}, { api: 'getMessages', route: 'stream' }),
    refused: 'refuse',
    error: 'methodNotAllowed',
    answered: [['answer', anyAnswer]],
  }),
  await account(probing, sample),
]);

/** Every bot of the account, with an admin app that has the scope. */
async function account(probing: Probing, sample: MessageSample): Promise<Finding> {
  const row = 'messages.account';
  if (!probing.hasAdmin) return notMeasured(row, 'no admin app is given');
  const ask = messagesWithin(sample, {}, { api: 'getMessages', route: 'account', as: 'admin' });
  const outcome = await probing.ask(row, ask);
  if (outcome.kind === 'failed') return notMeasured(row, outcome.why);
  if (outcome.kind === 'answered') {
    return outcome.total >= sample.total ? same(row) : differs(row, 'fewer messages than of the one bot');
  }
  return isForScope(outcome.status)
    ? notMeasured(row, 'the admin app may not ask for messages: give it the scope of chat history')
    : differs(row, describe(outcome));
}
