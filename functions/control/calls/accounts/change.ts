import * as z from 'zod';
import { accountExpirySchema } from '../../../domain/new-account.ts';
import { rateLimitSchema } from '../../../domain/rate-limit-schema.ts';
import { settingsInputSchema } from '../../../domain/settings.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { findAccount } from '../../find-account.ts';
import { accountView, accountViewSchema, expiryOf } from './get.ts';

const accountChangeSchema = z.strictObject({
  settings: settingsInputSchema.optional(),
  rateLimit: rateLimitSchema.optional(),
  expiresInSeconds: accountExpirySchema.optional(),
});

export const changeAccount = defineCall({
  method: 'patch',
  path: '/accounts/{accountId}',
  tag: 'accounts',
  id: 'changeAccount',
  summary: 'Change settings, rate limit or expiry; what is left out stays',
  body: jsonBody('AccountChange', accountChangeSchema),
  answers: { 200: json('The account', 'Account', accountViewSchema) },
  run: async ({ account: { accountId }, body }, dependencies) => {
    const { store, time } = dependencies;
    const { settings, rateLimit, expiresInSeconds } = body;
    const expiresAt = expiryOf(expiresInSeconds, time.now());
    await store.accounts.change(accountId, { settings, rateLimit, expiresAt });
    const changed = await findAccount(dependencies, accountId);
    return { status: 200, body: await accountView(dependencies, changed) };
  },
});
