import type { Hono } from 'hono';
import * as z from 'zod';
import { type AccountClock, accountNow, setTo } from '../domain/clock.ts';
import { toIso } from '../domain/dates.ts';
import { parseDuration } from '../domain/duration.ts';
import { readJson } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import { instant } from './fields.ts';
import { findAccount } from './find-account.ts';
import { accountNotFound, Problem } from './problem.ts';

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  // A hundred years either way: beyond it dates would leave the four-digit years.
  if (ms !== undefined && Math.abs(ms) < 3.2e12) return ms;
  context.issues.push({ code: 'custom', input: text, message: 'must be an ISO 8601 duration such as PT15M' });
  return z.NEVER;
});

/** Windows and durations on either side of it must stay within four-digit years. */
function isInRange(now: number): boolean {
  return now > Date.parse('1900-01-01') && now < Date.parse('9900-01-01');
}

export const clockSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('real') }),
  z.strictObject({
    mode: z.literal('frozen'),
    now: instant.refine(isInRange, 'must be in the years 1900 to 9899'),
  }),
  z.strictObject({ mode: z.literal('offset'), by: duration }),
]);

export const clockChangeSchema = z.union([clockSchema, z.strictObject({ advance: duration })]);

/** A clock as the API shows it. */
export function clockView(
  clock: AccountClock,
  systemNow: number,
): { mode: string; now: string; offsetMs?: number } {
  const now = toIso(accountNow(clock, systemNow));
  return clock.mode === 'offset' ? { mode: clock.mode, now, offsetMs: clock.by } : { mode: clock.mode, now };
}

/** @throws Problem where a clock would leave the years that dates are written with */
function checkRange(now: number): void {
  if (isInRange(now)) return;
  throw new Problem(400, 'invalid_request', 'The clock would show a year before 1900 or after 9899.', [
    { field: 'advance', message: 'leads out of the years 1900 to 9899' },
  ]);
}

export function clockRoutes(app: Hono, dependencies: ControlDependencies): void {
  const { store, systemNow } = dependencies;

  app.get('/accounts/:accountId/clock', async (context) => {
    const account = await findAccount(dependencies, context.req.param('accountId'));
    return context.json(clockView(account.clock, systemNow()));
  });

  app.put('/accounts/:accountId/clock', async (context) => {
    const change = await readJson(context.req.raw, clockChangeSchema);
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const { accountId } = account;
    if ('advance' in change) {
      checkRange(accountNow(account.clock, systemNow()) + change.advance);
      const clock = await store.accounts.advanceClock(accountId, change.advance);
      if (!clock) throw accountNotFound(accountId);
      return context.json(clockView(clock, systemNow()));
    }
    const clock = setTo(account.clock, change, systemNow());
    if (!(await store.accounts.change(accountId, { clock }))) throw accountNotFound(accountId);
    return context.json(clockView(change, systemNow()));
  });
}
