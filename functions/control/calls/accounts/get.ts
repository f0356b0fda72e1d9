import * as z from 'zod';
import type { Account } from '../../../domain/account.ts';
import { toIso } from '../../../domain/dates.ts';
import { settingsSchema } from '../../../domain/settings.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import type { ControlDependencies } from '../../dependencies.ts';
import { isoInstant } from '../../fields.ts';
import { appView, appViewSchema } from '../apps/add.ts';
import { botViewSchema } from '../bots/add.ts';
import { clockView, clockViewSchema } from '../clock/get.ts';

/** What lists say of an account. */
export const accountLineSchema = z.object({
  accountId: z.string(),
  createdAt: isoInstant,
  expiresAt: isoInstant.optional(),
});

/** An account as the API shows it. */
export const accountViewSchema = accountLineSchema.extend({
  clock: clockViewSchema,
  settings: settingsSchema,
  rateLimit: z.union([z.literal('off'), z.object({ perMinute: z.int(), perHour: z.int() })]),
  bots: z.array(botViewSchema),
  apps: z.array(appViewSchema),
});

export const accountLine = ({
  accountId,
  createdAt,
  expiresAt,
}: Pick<Account, 'accountId' | 'createdAt' | 'expiresAt'>) => ({
  accountId,
  createdAt: toIso(createdAt),
  ...(expiresAt === undefined ? {} : { expiresAt: toIso(expiresAt) }),
});

/** An account as the API shows it, the secrets of its apps included. */
export async function accountView({ store, time }: ControlDependencies, account: Account) {
  return {
    ...accountLine(account),
    clock: clockView(account.clock, time.now()),
    settings: account.settings,
    rateLimit: account.rateLimit ?? ('off' as const),
    bots: [...account.bots.values()],
    apps: await Promise.all([...account.apps.values()].map((app) => appView(app, store.jweKeyPair))),
  };
}

/** The instant at which an account expires, Unix ms; undefined where it never does. */
export const expiryOf = (seconds: number | null | undefined, now: number): number | undefined =>
  seconds === undefined || seconds === null ? undefined : now + seconds * 1000;

export const getAccount = defineCall({
  method: 'get',
  path: '/accounts/{accountId}',
  tag: 'accounts',
  id: 'getAccount',
  summary: 'Read an account',
  answers: { 200: json('The account', 'Account', accountViewSchema) },
  run: async ({ account }, dependencies) => ({
    status: 200,
    body: await accountView(dependencies, account),
  }),
});
