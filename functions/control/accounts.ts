import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import * as z from 'zod';
import { realClock } from '../domain/clock.ts';
import { idSchema } from '../domain/ids.ts';
import { appSchema, botSchema } from '../domain/new-account.ts';
import { rateLimitSchema } from '../domain/rate-limit.ts';
import { settingsInputSchema, withSettings } from '../domain/settings.ts';
import { accountView } from './account-view.ts';
import { prepareApps } from './apps.ts';
import { readJson } from './body.ts';
import { prepareBots } from './bots.ts';
import { clockSchema } from './clock.ts';
import type { ControlDependencies } from './dependencies.ts';
import { accountNotFound } from './problem.ts';

const expiresInSeconds = z
  .int()
  .min(1)
  .max(366 * 86_400);

export const newAccountSchema = z.strictObject({
  accountId: idSchema.optional(),
  bots: z.array(botSchema).max(200).optional(),
  apps: z.array(appSchema).max(50).optional(),
  clock: clockSchema.default(realClock),
  settings: settingsInputSchema.default({}),
  rateLimit: rateLimitSchema.optional(),
  expiresInSeconds: expiresInSeconds.optional(),
});

export const accountChangeSchema = z.strictObject({
  settings: settingsInputSchema.optional(),
  rateLimit: rateLimitSchema.optional(),
  expiresInSeconds: expiresInSeconds.optional(),
});

const randomAccountId = (): string => `acc-${randomBytes(5).toString('hex')}`;

const defaultApps = [appSchema.parse({ kind: 'builder' }), appSchema.parse({ kind: 'admin' })];

function expiry(seconds: number | undefined, systemNow: number): number | undefined {
  return seconds === undefined ? undefined : systemNow + seconds * 1000;
}

export function accountRoutes(app: Hono, { store, systemNow }: ControlDependencies): void {
  const view = async (accountId: string) => {
    const account = await store.accounts.read(accountId);
    if (!account) throw accountNotFound(accountId);
    return accountView(account, store.jweKeyPair, systemNow());
  };

  app.post('/accounts', async (context) => {
    const input = await readJson(context.req.raw, newAccountSchema);
    const accountId = input.accountId ?? randomAccountId();
    const bots = prepareBots(input.bots ?? [{}]);
    const apps = await prepareApps(input.apps ?? defaultApps, bots);
    await store.accounts.create({
      accountId,
      createdAt: systemNow(),
      expiresAt: expiry(input.expiresInSeconds, systemNow()),
      clock: input.clock,
      settings: input.settings,
      rateLimit: input.rateLimit,
      bots,
      apps,
    });
    return context.json(await view(accountId), 201);
  });

  app.get('/accounts/:accountId', async (context) =>
    context.json(await view(context.req.param('accountId'))),
  );

  app.patch('/accounts/:accountId', async (context) => {
    const accountId = context.req.param('accountId');
    const change = await readJson(context.req.raw, accountChangeSchema);
    const account = await store.accounts.read(accountId);
    if (!account) throw accountNotFound(accountId);
    await store.accounts.change(accountId, {
      settings: change.settings && withSettings(account.settings, change.settings),
      rateLimit: change.rateLimit,
      expiresAt: expiry(change.expiresInSeconds, systemNow()),
    });
    return context.json(await view(accountId));
  });

  app.delete('/accounts/:accountId', async (context) => {
    const accountId = context.req.param('accountId');
    const epoch = await store.accounts.hide(accountId);
    if (epoch !== undefined) {
      await store.sessions.deleteAll({ accountId, epoch });
      await store.accounts.remove(accountId);
    }
    return context.body(null, 204);
  });
}
