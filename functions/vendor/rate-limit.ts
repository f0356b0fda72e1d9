import { Refusal } from '../domain/refusal.ts';
import type { RateWindows } from '../store/counters/rate-windows.ts';
import type { Usage } from '../store/table/meter.ts';
import type { Caller } from './authenticate/authenticate.ts';
import type { Route } from './route.ts';

/**
 * Counts a request against the account's limits: per bot, and on the account route for the whole account.
 *
 * @param systemNow the machine's clock, which gives Unix ms
 * @param usage to which is added what it costs
 * @throws Refusal where one is used up
 */
export async function enforceRateLimit(
  { account }: Caller,
  { api, botId }: Route,
  windows: RateWindows,
  systemNow: () => number,
  usage: Usage,
): Promise<void> {
  const { rateLimit } = account;
  if (!rateLimit) return;
  const bucket = api.rateBucket?.isShared(account) === false ? api.rateBucket.name : undefined;
  const subject = { bucket, botId };
  const admission = await windows.admit(account, subject, rateLimit, account.clock, systemNow, usage);
  if (admission.admitted) return;
  const counted = botId === undefined ? 'the account route' : `bot ${botId}`;
  if (admission.limit === 'minute') {
    throw new Refusal(
      'rateLimitMinute',
      'rate_limit_minute',
      `${rateLimit.perMinute} requests to ${counted} were admitted in the last 60 s.`,
    );
  }
  throw new Refusal(
    'rateLimitHour',
    'rate_limit_hour',
    `${rateLimit.perHour} requests to ${counted} were admitted in the last hour.`,
  );
}
