import * as z from 'zod';
import { accountNow } from '../../../domain/clock.ts';
import { toIso } from '../../../domain/dates.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { count, isoInstant } from '../../fields.ts';

const useSchema = z.object({
  botId: z
    .string()
    .optional()
    .meta({ description: 'Absent for the account route, which is counted by itself.' }),
  minute: count.meta({ description: 'Requests that were admitted in the last 60 s.' }),
  hour: count.meta({ description: 'Requests that were admitted in the last hour.' }),
});

const rateLimitsSchema = z.object({
  at: isoInstant.meta({ description: "The account's now, by which they are counted." }),
  rateLimit: z.union([z.literal('off'), z.object({ perMinute: z.int(), perHour: z.int() })]),
  used: z.array(useSchema),
});

export const getRateLimits = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/rate-limits',
  tag: 'faults',
  id: 'getRateLimits',
  summary: 'How much of the rate limits each bot and the account route have used up',
  description: 'Where limits are off nothing is counted, and used is empty. A look counts as no request.',
  answers: { 200: json('What is used up', 'RateLimitUse', rateLimitsSchema) },
  run: async ({ account }, { store: { rateWindows }, time }) => {
    const now = time.now();
    const subjects = account.rateLimit ? [...account.bots.keys(), undefined] : [];
    const used = await Promise.all(
      subjects.map(async (botId) => ({
        ...(botId === undefined ? {} : { botId }),
        ...(await rateWindows.used(account, botId, account.clock, now)),
      })),
    );
    const at = toIso(accountNow(account.clock, now));
    return { status: 200, body: { at, rateLimit: account.rateLimit ?? ('off' as const), used } };
  },
});
