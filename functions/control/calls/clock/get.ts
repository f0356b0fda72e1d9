import * as z from 'zod';
import { type AccountClock, accountNow } from '../../../domain/clock.ts';
import { parseDuration, toIso } from '../../../domain/dates.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { instant, isoInstant } from '../../fields.ts';

export const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  // A hundred years either way: beyond it dates would leave the four-digit years.
  if (ms !== undefined && Math.abs(ms) < 3.2e12) return ms;
  context.issues.push({ code: 'custom', input: text, message: 'must be an ISO 8601 duration such as PT15M' });
  return z.NEVER;
});

/** Windows and durations on either side of it must stay within four-digit years. */
export function isInRange(now: number): boolean {
  return now > Date.parse('1900-01-01') && now < Date.parse('9900-01-01');
}

/** A clock as callers give it. */
export const clockSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('real') }),
  z.strictObject({
    mode: z.literal('frozen'),
    now: instant.refine(isInRange, 'must be in the years 1900 to 9899'),
  }),
  z.strictObject({ mode: z.literal('offset'), by: duration }),
]);

export const clockViewSchema = z.object({
  mode: z.enum(['real', 'offset', 'frozen']),
  now: isoInstant,
  offsetMs: z.int().optional(),
});

/** A clock as the API shows it. */
export function clockView(clock: AccountClock, systemNow: number): z.output<typeof clockViewSchema> {
  const now = toIso(accountNow(clock, systemNow));
  return clock.mode === 'offset' ? { mode: clock.mode, now, offsetMs: clock.by } : { mode: clock.mode, now };
}

export const getClock = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/clock',
  tag: 'clock',
  id: 'getClock',
  summary: 'What the clock of the account shows',
  answers: { 200: json('The clock', 'Clock', clockViewSchema) },
  run: async ({ account }, { time }) => ({ status: 200, body: clockView(account.clock, time.now()) }),
});
