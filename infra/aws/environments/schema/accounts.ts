import * as z from 'zod';
import { accountExpirySchema } from '../../../../functions/domain/new-account.ts';
import { settingsSchema } from '../../../../functions/domain/settings.ts';

/** What an account gets that is made without saying otherwise. */
export const accountDefaultsSchema = z.strictObject({
  /** How long its journal keeps a request, in seconds. Left out, a day. */
  journalSeconds: settingsSchema.shape.journalSeconds.optional(),
  /** After how many seconds it expires. Left out, never. */
  expiresInSeconds: accountExpirySchema.optional(),
});
