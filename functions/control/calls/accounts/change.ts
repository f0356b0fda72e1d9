import * as z from 'zod';
import { accountExpirySchema } from '../../../domain/new-account-schema.ts';
import { rateLimitSchema } from '../../../domain/rate-limit-schema.ts';
import { readSettingsChange, settingsChangeSchema } from '../../../domain/settings.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { findAccount } from '../../find-account.ts';
import { accountNotFound } from '../../problem.ts';
import { accountView, accountViewSchema, expiryOf } from './get.ts';

const accountChangeSchema = z.strictObject({
  settings: settingsChangeSchema.optional(),
  rateLimit: rateLimitSchema.optional(),
  /** Null: never. */
  expiresInSeconds: accountExpirySchema.nullable().optional(),
});

export const changeAccount = defineCall({
  method: 'patch',
  path: '/accounts/{accountId}',
  tag: 'accounts',
  id: 'changeAccount',
  summary: 'Change settings, rate limit or expiry; what is left out stays',
  body: jsonBody('AccountChange', accountChangeSchema),
  answers: { 200: json('The account', 'Account', accountViewSchema) },
  run: async ({ account, body }, dependencies) => {
    const { store, time, accountDefaults = {} } = dependencies;
    const { settings = {}, rateLimit, expiresInSeconds } = body;
    // Of an environment that has a default of its own, that is the one to go back to.
    const journalSeconds = settings.journalSeconds === null ? accountDefaults.journalSeconds : undefined;
    const { set, cleared, errors } = readSettingsChange({
      ...settings,
      ...(journalSeconds && { journalSeconds }),
    });
    const expiresAt = expiresInSeconds === null ? null : expiryOf(expiresInSeconds, time.now());
    const change = { settings: set, clearedSettings: cleared, errors, rateLimit, expiresAt };
    if (!(await store.accounts.change(account, change))) throw accountNotFound(account.accountId);
    const changed = await findAccount(dependencies, account.accountId);
    if (changed.born !== account.born) throw accountNotFound(account.accountId);
    return { status: 200, body: await accountView(dependencies, changed) };
  },
});
