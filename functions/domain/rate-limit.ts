import * as z from 'zod';

/** Requests allowed in any 60 seconds and in any hour, counted per bot; on the account route per account. */
export interface RateLimit {
  perMinute: number;
  perHour: number;
}

/** The vendor's documented limits. */
export const vendorRateLimit: RateLimit = { perMinute: 60, perHour: 1800 };

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

const minuteMs = 60_000;
const hourMs = 3_600_000;

export type Admission =
  | { admitted: true /** Instants to remember, the new one last. */; admissions: number[] }
  | { admitted: false; limit: 'minute' | 'hour' };

/**
 * Decides whether a request is admitted after those that were.
 *
 * @param earlier instants of earlier admissions, Unix ms, oldest first
 * @param now Unix ms; instants after it are forgotten, as the clock was set back
 */
export function admit(earlier: readonly number[], now: number, limit: RateLimit): Admission {
  const lastHour = earlier.filter((instant) => instant <= now && instant > now - hourMs);
  const lastMinute = lastHour.filter((instant) => instant > now - minuteMs);
  if (lastMinute.length >= limit.perMinute) return { admitted: false, limit: 'minute' };
  if (lastHour.length >= limit.perHour) return { admitted: false, limit: 'hour' };
  return { admitted: true, admissions: [...lastHour, now] };
}
