import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { accountNow, realClock } from '../../../domain/clock.ts';
import { idSchema } from '../../../domain/id-schema.ts';
import { accountExpirySchema, appSchema, botSchema } from '../../../domain/new-account.ts';
import { rateLimitSchema } from '../../../domain/rate-limit-schema.ts';
import { memberText } from '../../../domain/rows/members.ts';
import { settingsInputSchema } from '../../../domain/settings.ts';
import { json } from '../../answer.ts';
import { mostApps, prepareApps } from '../../apps.ts';
import { jsonBodyWithText } from '../../body.ts';
import { mostBots, prepareBots } from '../../bots.ts';
import { defineCall } from '../../call.ts';
import { count } from '../../fields.ts';
import { findAccount } from '../../find-account.ts';
import { readSeed, seedWriter } from '../../seed.ts';
import { tidyUpLater } from '../../tidy-up.ts';
import { clockSchema } from '../clock/get.ts';
import { truthSchema } from '../sessions/generate.ts';
import { accountView, accountViewSchema, expiryOf } from './get.ts';

const newAccountSchema = z.strictObject({
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

const createdAccountSchema = accountViewSchema.extend({
  seed: z.object({ written: count, settled: z.boolean(), truth: truthSchema }).optional(),
});

const randomAccountId = (): string => `acc-${randomBytes(5).toString('hex')}`;

const defaultApps = [appSchema.parse({ kind: 'builder' }), appSchema.parse({ kind: 'admin' })];

export const createAccount = defineCall({
  method: 'post',
  path: '/accounts',
  tag: 'accounts',
  id: 'createAccount',
  summary: 'Make an account',
  description: 'Nothing given makes one bot, one builder app and one admin app.',
  body: jsonBodyWithText('NewAccount', newAccountSchema),
  answers: {
    201: json('The account, the secrets of its apps included', 'CreatedAccount', createdAccountSchema),
  },
  problems: { 400: ['too_many_sessions'], 409: ['account_exists', 'client_id_taken'] },
  run: async ({ body: { input: body, text } }, dependencies) => {
    const { store, time, accountDefaults = {} } = dependencies;
    const { accountId = randomAccountId(), clock, rateLimit } = body;
    const { journalSeconds } = accountDefaults;
    const { expiresInSeconds = accountDefaults.expiresInSeconds } = body;
    const bots = prepareBots(body.bots ?? [{}]);
    const apps = prepareApps(body.apps ?? defaultApps, bots);
    const now = time.now();
    const seedContext = {
      botIds: bots.map(({ botId }) => botId),
      now: accountNow(clock, now),
      generatedAltText: body.settings.generatedAltText,
    };
    const seed =
      body.seed === undefined ? undefined : readSeed(body.seed, seedContext, memberText(text, 'seed'));
    const expiresAt = expiryOf(expiresInSeconds, now);
    const settings = { ...(journalSeconds && { journalSeconds }), ...body.settings };
    let settled = true;
    await store.accounts.create(
      { accountId, createdAt: now, expiresAt, clock, settings, rateLimit, bots, apps },
      seed &&
        seedWriter(store, seed, now, (isSettled) => {
          settled = isSettled;
        }),
    );
    tidyUpLater(dependencies);
    const view = await accountView(dependencies, await findAccount(dependencies, accountId));
    const seeded = seed && { seed: { written: seed.sessions.length, settled, truth: seed.truth } };
    return { status: 201, body: { ...view, ...seeded } };
  },
});
