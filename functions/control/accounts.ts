import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import * as z from 'zod';
import { accountNow, realClock } from '../domain/clock.ts';
import { toIso } from '../domain/dates.ts';
import { idSchema, isId } from '../domain/ids.ts';
import { accountExpirySchema, appSchema, botSchema } from '../domain/new-account.ts';
import { rateLimitSchema } from '../domain/rate-limit.ts';
import { memberText } from '../domain/rows/members.ts';
import { settingsInputSchema } from '../domain/settings.ts';
import { Budget } from '../store/table/budget.ts';
import { accountView } from './account-view.ts';
import { prepareApps } from './apps.ts';
import { readJson, readJsonWithText } from './body.ts';
import { prepareBots } from './bots.ts';
import { clockSchema } from './clock.ts';
import { fromCursor, toCursor } from './cursor.ts';
import type { ControlDependencies } from './dependencies.ts';
import { wholeNumber } from './fields.ts';
import { findAccount } from './find-account.ts';
import { mostApps, mostBots } from './limits.ts';
import { readQuery } from './query.ts';
import { readSeed, seedWriter } from './seed.ts';
import { tidyUpLater } from './tidy-up.ts';

export const newAccountSchema = z.strictObject({
  accountId: idSchema.optional(),
  bots: z.array(botSchema).max(mostBots).optional(),
  apps: z.array(appSchema).max(mostApps).optional(),
  clock: clockSchema.default(realClock),
  settings: settingsInputSchema.default({}),
  rateLimit: rateLimitSchema.optional(),
  /** Null: never. Left out: as the deployment has it. */
  expiresInSeconds: accountExpirySchema.nullable().optional(),
  /** A scenario's name, generator arguments, or sessions; see `readSeed`. */
  seed: z.unknown().optional(),
});

export const accountChangeSchema = z.strictObject({
  settings: settingsInputSchema.optional(),
  rateLimit: rateLimitSchema.optional(),
  expiresInSeconds: accountExpirySchema.optional(),
});

const randomAccountId = (): string => `acc-${randomBytes(5).toString('hex')}`;

const defaultApps = [appSchema.parse({ kind: 'builder' }), appSchema.parse({ kind: 'admin' })];

function expiry(seconds: number | null | undefined, systemNow: number): number | undefined {
  return seconds === undefined || seconds === null ? undefined : systemNow + seconds * 1000;
}

export const listQuerySchema = z.strictObject({
  limit: wholeNumber(1, 1000).default(100),
  cursor: z.string().max(200).optional(),
});

/** How long a removal goes on before it leaves the rest for later. */
const removal = { items: Number.POSITIVE_INFINITY, ms: 5_000 };

export function accountRoutes(app: Hono, dependencies: ControlDependencies): void {
  const { store, systemNow, accountDefaults = {} } = dependencies;
  const { journalSeconds, expiresInSeconds } = accountDefaults;
  const view = async (accountId: string) =>
    accountView(await findAccount(dependencies, accountId), store.jweKeyPair, systemNow());

  app.get('/accounts', async (context) => {
    const { limit, cursor } = readQuery(context.req.url, listQuerySchema);
    const { accounts, next } = await store.registry.list(systemNow(), limit, cursor && fromCursor(cursor));
    return context.json({
      accounts: accounts.map(({ accountId, createdAt, expiresAt }) => ({
        accountId,
        createdAt: toIso(createdAt),
        ...(expiresAt === undefined ? {} : { expiresAt: toIso(expiresAt) }),
      })),
      ...(next === undefined ? {} : { next: toCursor(next) }),
    });
  });

  app.post('/accounts', async (context) => {
    const { input, text } = await readJsonWithText(context.req.raw, newAccountSchema);
    const accountId = input.accountId ?? randomAccountId();
    const bots = prepareBots(input.bots ?? [{}]);
    const apps = await prepareApps(input.apps ?? defaultApps, bots);
    const now = systemNow();
    const seedContext = {
      botIds: bots.map(({ botId }) => botId),
      now: accountNow(input.clock, now),
      generatedAltText: input.settings.generatedAltText,
    };
    const seed =
      input.seed === undefined ? undefined : readSeed(input.seed, seedContext, memberText(text, 'seed'));
    let settled = true;
    await store.accounts.create(
      {
        accountId,
        createdAt: now,
        expiresAt: expiry(
          input.expiresInSeconds === undefined ? expiresInSeconds : input.expiresInSeconds,
          now,
        ),
        clock: input.clock,
        settings: { ...(journalSeconds && { journalSeconds }), ...input.settings },
        rateLimit: input.rateLimit,
        bots,
        apps,
      },
      seed &&
        seedWriter(store, seed, now, (isSettled) => {
          settled = isSettled;
        }),
    );
    tidyUpLater(dependencies);
    const seeded = seed && { written: seed.sessions.length, settled, truth: seed.truth };
    return context.json({ ...(await view(accountId)), ...(seeded ? { seed: seeded } : {}) }, 201);
  });

  app.get('/accounts/:accountId', async (context) =>
    context.json(await view(context.req.param('accountId'))),
  );

  app.patch('/accounts/:accountId', async (context) => {
    const change = await readJson(context.req.raw, accountChangeSchema);
    const { accountId } = await findAccount(dependencies, context.req.param('accountId'));
    await store.accounts.change(accountId, {
      settings: change.settings,
      rateLimit: change.rateLimit,
      expiresAt: expiry(change.expiresInSeconds, systemNow()),
    });
    return context.json(await view(accountId));
  });

  app.delete('/accounts/:accountId', async (context) => {
    const accountId = context.req.param('accountId');
    const gone =
      !isId(accountId) || (await store.accounts.remove(accountId, systemNow(), new Budget(removal)));
    if (gone) return context.body(null, 204);
    tidyUpLater(dependencies, accountId);
    return context.json({ accountId, removal: 'continues' }, 202);
  });
}
