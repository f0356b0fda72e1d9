import { describe, found } from '../choice.ts';
import { type Finding, notMeasured, same } from '../finding.ts';
import type { ProbeGroup, Probing } from '../run-context.ts';
import { messagesWithin } from '../take-messages.ts';
import { within } from './within.ts';

/** One more than a minute allows (documented), and some more, should the first have counted in the minute before. */
export const mostRequests = 70;

/** Sends requests as fast as they are answered, until the limit refuses one. It uses up the bot's limit for a minute. */
export const rateLimitProbe: ProbeGroup = {
  name: 'rate limit',
  run: async (probing): Promise<Finding[]> => {
    const row = 'errors.rateLimitMinute';
    for (let sent = 0; sent < mostRequests; sent++) {
      const outcome = await probing.askUnpaced(within(probing.sample));
      if (outcome.kind !== 'failed') continue;
      if (!outcome.isRateLimit || !outcome.error) return [notMeasured(row, outcome.why)];
      probing.errors.push({ name: 'rateLimitMinute', row, ...outcome.error });
      return [same('rateLimits.vendor', 'a limit within a minute'), await ofMessages(probing)];
    }
    return [notMeasured(row, `no request of ${mostRequests} was refused`)];
  },
};

/** Whether requests for messages count with those for sessions: the limit that is used up refuses one then. */
async function ofMessages(probing: Probing): Promise<Finding> {
  const row = 'messages.rateBucket';
  const { messages } = probing.sample;
  if ('why' in messages) return notMeasured(row, messages.why);
  const outcome = await probing.askUnpaced(messagesWithin(messages));
  if (outcome.kind === 'answered') return found(probing, row, 'messagesRateLimit', 'own', 'by themselves');
  const isShared = outcome.kind === 'failed' && outcome.isRateLimit;
  if (!isShared) return notMeasured(row, describe(outcome));
  return found(probing, row, 'messagesRateLimit', 'shared', 'together with those for sessions');
}
