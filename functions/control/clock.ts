import type { Hono } from 'hono';
import * as z from 'zod';
import { type AccountClock, accountNow } from '../domain/clock.ts';
import { toIso } from '../domain/dates.ts';
import { parseDuration } from '../domain/duration.ts';
import { readJson } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import { instant } from './fields.ts';
import { findAccount } from './find-account.ts';
import { accountNotFound } from './problem.ts';

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  // A hundred years either way: beyond it dates would leave the four-digit years.
  if (ms !== undefined && Math.abs(ms) < 3.2e12) return ms;
  context.issues.push({ code: 'custom', input: text, message: 'must be an ISO 8601 duration such as PT15M' });
  return z.NEVER;
});

export const clockSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('real') }),
  z.strictObject({ mode: z.literal('frozen'), now: instant }),
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

export function clockRoutes(app: Hono, dependencies: ControlDependencies): void {
  const { store, systemNow } = dependencies;

  app.get('/accounts/:accountId/clock', async (context) => {
    const account = await findAccount(dependencies, context.req.param('accountId'));
    return context.json(clockView(account.clock, systemNow()));
  });

  app.put('/accounts/:accountId/clock', async (context) => {
    const change = await readJson(context.req.raw, clockChangeSchema);
    const { accountId } = await findAccount(dependencies, context.req.param('accountId'));
    if ('advance' in change) {
      const clock = await store.accounts.advanceClock(accountId, change.advance);
      if (!clock) throw accountNotFound(accountId);
      return context.json(clockView(clock, systemNow()));
    }
    if (!(await store.accounts.change(accountId, { clock: change }))) throw accountNotFound(accountId);
    return context.json(clockView(change, systemNow()));
  });
}
