import * as z from 'zod';
import { mostUnattributed } from '../../../../functions/domain/unattributed.ts';

/** How many requests that belong to no account are kept, and how many are written in a minute. */
export const unattributedSchema = z.strictObject({
  /** The newest; 0 keeps none. Left out, 500. */
  keep: z.int().min(0).max(mostUnattributed.keep).optional(),
  /** Left out, 60. */
  perMinute: z.int().min(1).max(mostUnattributed.perMinute).optional(),
});
