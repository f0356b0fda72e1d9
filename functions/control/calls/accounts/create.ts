import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { accountNow, realClock } from '../../../domain/clock.ts';
import { idSchema } from '../../../domain/id-schema.ts';
import { accountExpirySchema, appSchema, botSchema } from '../../../domain/new-account-schema.ts';
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
import { fromSchema, takeOver } from '../../from-account.ts';
import { mostInAll, mostPerCall } from '../../generation.ts';
import { invalidField } from '../../problem.ts';
import { readSeed, type Seed, seedWriter } from '../../seed.ts';
import { tidyUpLater } from '../../tidy-up.ts';
import { clockSchema } from '../clock/get.ts';
import { truthSchema } from '../sessions/generate.ts';
import { orGone } from '../snapshots/restore.ts';
import { accountView, accountViewSchema, expiryOf } from './get.ts';

const newAccountSchema = z.strictObject({
  accountId: idSchema.optional(),
  bots: z.array(botSchema).max(mostBots).optional(),
  apps: z.array(appSchema).max(mostApps).optional(),
  /** Of the account that it is made from, where it is; else real. */
  clock: clockSchema.optional(),
  settings: settingsInputSchema.default({}),
  rateLimit: rateLimitSchema.optional(),
  /** Null means never; left out, the deployment's default counts. */
  expiresInSeconds: accountExpirySchema.nullable().optional(),
  /** A scenario's name, generator arguments, or sessions and messages; see `readSeed`. */
  seed: z.unknown().optional(),
  /** Instead of `bots` and `seed`: another account, as it is in a snapshot or as it is now, or a template. */
  from: fromSchema.optional(),
});

const createdAccountSchema = accountViewSchema.extend({
  seed: z
    .object({
      /** Sessions. */
      written: count,
      /** Absent: none. */
      messages: count.optional(),
      settled: z.boolean(),
      truth: truthSchema,
    })
    .optional(),
});

const randomAccountId = (): string => `acc-${randomBytes(5).toString('hex')}`;

const defaultApps = [appSchema.parse({ kind: 'builder' }), appSchema.parse({ kind: 'admin' })];

export const createAccount = defineCall({
  method: 'post',
  path: '/accounts',
  tag: 'accounts',
  id: 'createAccount',
  summary: 'Make an account',
  description:
    'Nothing given makes one bot, one builder app and one admin app. From another account or a template it takes bots, clock and sessions, in the same time however many these are.',
  body: jsonBodyWithText('NewAccount', newAccountSchema),
  answers: {
    201: json('The account, the secrets of its apps included', 'CreatedAccount', createdAccountSchema),
  },
  problems: {
    400: ['too_many_sessions'],
    404: ['account_not_found', 'snapshot_not_found', 'template_not_found'],
    409: ['account_exists', 'client_id_taken'],
    503: ['account_busy'],
  },
  run: async ({ body: { input: body, text } }, dependencies) => {
    const { store, time, accountDefaults = {}, longestWorkMs } = dependencies;
    const { accountId = randomAccountId(), rateLimit, from } = body;
    const { journalSeconds } = accountDefaults;
    const { expiresInSeconds = accountDefaults.expiresInSeconds } = body;
    checkGivenOnce(body);
    const taken = from && (await takeOver(dependencies, from));
    const clock = body.clock ?? taken?.clock ?? realClock;
    const bots = taken?.bots ?? prepareBots(body.bots ?? [{}]);
    const apps = prepareApps(body.apps ?? defaultApps, bots);
    const now = time.now();
    const seedContext = {
      botIds: bots.map(({ botId }) => botId),
      now: accountNow(clock, now),
      generatedAltText: body.settings.generatedAltText,
      // A seed is made whole, so where the time of a call is limited it is no larger than what that is enough for.
      mostAtOnce: longestWorkMs === undefined ? mostInAll : mostPerCall,
    };
    const seed =
      body.seed === undefined ? undefined : readSeed(body.seed, seedContext, memberText(text, 'seed'));
    const expiresAt = expiryOf(expiresInSeconds, now);
    const settings = { ...(journalSeconds && { journalSeconds }), ...body.settings };
    let settled = true;
    const seeding =
      seed &&
      seedWriter(store, seed, (isSettled) => {
        settled = isSettled;
      });
    const account = { accountId, createdAt: now, expiresAt, clock, settings, rateLimit, bots, apps };
    const creating = store.accounts.create(account, taken?.data ?? seeding);
    await (taken ? orGone(taken.gone, creating) : creating);
    await taken?.done();
    tidyUpLater(dependencies);
    const view = await accountView(dependencies, await findAccount(dependencies, accountId));
    const seeded = seed && { seed: seedView(seed, settled) };
    return { status: 201, body: { ...view, ...seeded } };
  },
});

function seedView({ count: written, messages, truth }: Seed, settled: boolean) {
  const { length } = messages;
  return { written, ...(length > 0 && { messages: length }), settled, truth: truth() };
}

function checkGivenOnce({ from, ...body }: z.output<typeof newAccountSchema>): void {
  for (const field of ['bots', 'seed'] as const) {
    if (from && body[field] !== undefined) throw invalidField(field, 'must not be given beside from');
  }
}
