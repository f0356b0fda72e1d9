import * as z from 'zod';
import { type RateLimit, vendorRateLimit } from './rate-limit.ts';

const most = 3600;

/** `"off"`, `"vendor"` for the documented limits, or limits of one's own. */
export const rateLimitSchema = z
  .union(
    [
      z.literal('off'),
      z.literal('vendor'),
      z.strictObject({ perMinute: z.int().min(1).max(most), perHour: z.int().min(1).max(most) }),
    ],
    `must be "off", "vendor" or {perMinute, perHour} with whole numbers from 1 to ${most}`,
  )
  .transform((value): RateLimit | null => {
    if (value === 'off') return null;
    return value === 'vendor' ? vendorRateLimit : value;
  });
