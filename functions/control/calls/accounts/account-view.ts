import * as z from 'zod';
import type { Account } from '../../../domain/account.ts';
import { toIso } from '../../../domain/dates.ts';
import { settingsSchema } from '../../../domain/settings.ts';
import { botViewSchema } from '../../bots.ts';
import type { ControlDependencies } from '../../dependencies.ts';
import { isoInstant } from '../../fields.ts';
import { appView, appViewSchema } from '../apps/app-view.ts';
import { clockView, clockViewSchema } from '../clock/clock-view.ts';

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

/** When an account expires, Unix ms; undefined where nothing is said of it, or that it never does. */
export const expiryOf = (seconds: number | null | undefined, now: number): number | undefined =>
  seconds === undefined || seconds === null ? undefined : now + seconds * 1000;
