import type { Hono } from 'hono';
import * as z from 'zod';
import { type AccountClock, accountNow } from '../domain/clock.ts';
import { parseApiDate, toIso } from '../domain/dates.ts';
import { parseDuration } from '../domain/duration.ts';
import { readJson } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import { accountNotFound } from './problem.ts';

const instant = z.string().transform((text, context) => {
  const date = parseApiDate(text);
  if (date) return date.ms;
  context.issues.push({
    code: 'custom',
    input: text,
    message: 'must be an ISO time such as 2026-03-01T09:00:00.000Z',
  });
  return z.NEVER;
});

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

function advanced(clock: AccountClock, by: number): AccountClock {
  switch (clock.mode) {
    case 'real':
      return { mode: 'offset', by };
    case 'offset':
      return { mode: 'offset', by: clock.by + by };
    case 'frozen':
      return { mode: 'frozen', now: clock.now + by };
  }
}

export function clockRoutes(app: Hono, { store, systemNow }: ControlDependencies): void {
  app.get('/accounts/:accountId/clock', async (context) => {
    const accountId = context.req.param('accountId');
    const account = await store.accounts.read(accountId);
    if (!account) throw accountNotFound(accountId);
    return context.json(clockView(account.clock, systemNow()));
  });

  app.put('/accounts/:accountId/clock', async (context) => {
    const accountId = context.req.param('accountId');
    const change = await readJson(context.req.raw, clockChangeSchema);
    const account = await store.accounts.read(accountId);
    if (!account) throw accountNotFound(accountId);
    const clock = 'advance' in change ? advanced(account.clock, change.advance) : change;
    await store.accounts.change(accountId, { clock });
    return context.json(clockView(clock, systemNow()));
  });
}
