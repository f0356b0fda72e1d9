import type { Hono } from 'hono';
import * as z from 'zod';
import { readJson } from './body.ts';
import { clockView } from './clock.ts';
import type { ControlDependencies } from './dependencies.ts';
import { findAccount } from './find-account.ts';
import { replaceData } from './replace-data.ts';
import { originRecords } from './seed.ts';
import { tidyUpLater } from './tidy-up.ts';

export const resetSchema = z.strictObject({ to: z.enum(['seed', 'empty']).default('seed') });

/** Takes an account back to how it was made: its sessions, its clock, and no faults. */
export function resetRoutes(app: Hono, dependencies: ControlDependencies): void {
  const { store, systemNow } = dependencies;
  app.post('/accounts/:accountId/reset', async (context) => {
    const { to } = await readJson(context.req.raw, resetSchema);
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const origin = await store.snapshots.readOrigin(account);
    const clock = origin?.clock ?? account.clock;
    const records = originRecords(store, account.accountId, to === 'seed' ? (origin?.data ?? null) : null);
    const written = await replaceData(dependencies, account, records, { clock, faults: null });
    tidyUpLater(dependencies);
    return context.json({ written, clock: clockView(clock, systemNow()) });
  });
}
