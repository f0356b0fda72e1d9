import type { RealApi } from '../../real-api/real-api.ts';
import { type Finding, notMeasured, same } from '../finding.ts';
import type { ProbeGroup } from '../run-context.ts';
import { within } from './within.ts';

/** One more than a minute allows (documented), and some more, should the first have counted in the minute before. */
export const mostRequests = 70;

/** Sends requests as fast as they are answered, until the limit refuses one. It uses up the bot's limit for a minute. */
export const rateLimitProbe = (api: RealApi): ProbeGroup => ({
  name: 'rate limit',
  run: async (probing): Promise<Finding[]> => {
    const row = 'errors.rateLimitMinute';
    for (let sent = 0; sent < mostRequests; sent++) {
      const outcome = await api.askUnpaced(within(probing.sample));
      if (outcome.kind !== 'failed') continue;
      if (!outcome.isRateLimit || !outcome.error) return [notMeasured(row, outcome.why)];
      probing.errors.push({ name: 'rateLimitMinute', row, ...outcome.error });
      return [same('rateLimits.vendor', 'a limit within a minute')];
    }
    return [notMeasured(row, `no request of ${mostRequests} was refused`)];
  },
});
