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
  bucket: z.string().optional().meta({
    description: 'Of an API whose requests count by themselves; there only where some were counted.',
  }),
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
  run: async ({ account }, { store: { rateWindows }, apis, time }) => {
    const now = time.now();
    const botIds = account.rateLimit ? [...account.bots.keys(), undefined] : [];
    const own = apis.flatMap(({ rateBucket }) =>
      rateBucket && !rateBucket.isShared(account) ? rateBucket.name : [],
    );
    const subjects = [undefined, ...new Set(own)].flatMap((bucket) =>
      botIds.map((botId) => ({ bucket, botId })),
    );
    const all = await Promise.all(
      subjects.map(async (subject) => ({
        ...(subject.botId === undefined ? {} : { botId: subject.botId }),
        ...(subject.bucket === undefined ? {} : { bucket: subject.bucket }),
        ...(await rateWindows.used(account, subject, account.clock, now)),
      })),
    );
    const used = all.filter(({ bucket, hour }) => bucket === undefined || hour > 0);
    const at = toIso(accountNow(account.clock, now));
    return { status: 200, body: { at, rateLimit: account.rateLimit ?? ('off' as const), used } };
  },
});
