/** Requests allowed in any 60 seconds and in any hour, counted per bot; on the account route per account. */
export interface RateLimit {
  perMinute: number;
  perHour: number;
}

/** The vendor's documented limits. */
export const vendorRateLimit: RateLimit = { perMinute: 60, perHour: 1800 };

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** What is remembered of admitted requests. */
export interface RateWindow {
  /** Instants of admissions, Unix ms, oldest first. */
  instants: readonly number[];
  /** How often the clock had been set back when the last of them was decided on. */
  setBack: number;
}

/** What an account's clock shows, and how often it was set back until then. */
export interface Moment {
  /** Unix ms. */
  now: number;
  setBack: number;
}

/** How many admitted requests the windows of a minute and of an hour hold at a moment. */
export interface RateUse {
  minute: number;
  hour: number;
}

/** What of the limits is used up, as a request would find it that comes now. */
export function usedAt(earlier: RateWindow, { now, setBack }: Moment): RateUse {
  const kept = keptAt(earlier, { now, setBack });
  const at = Math.max(now, kept.at(-1) ?? now);
  const within = (ms: number): number => kept.filter((instant) => instant > at - ms).length;
  return { minute: within(minuteMs), hour: within(hourMs) };
}

function keptAt({ instants, setBack: before }: RateWindow, { now, setBack }: Moment): readonly number[] {
  return setBack > before ? instants.filter((instant) => instant <= now) : instants;
}

export type Admission =
  | { admitted: true /** What to remember, the new instant last. */; window: RateWindow }
  | { admitted: false; limit: 'minute' | 'hour' };

/**
 * Decides whether a request is admitted after those that were. A clock that was set back forgets what came later.
 * A request that is decided on after later ones, because machines' clocks differ or its clock was read before the
 * account's was moved, forgets nothing: it counts as of the last instant.
 */
export function admit(earlier: RateWindow, { now, setBack }: Moment, limit: RateLimit): Admission {
  const kept = keptAt(earlier, { now, setBack });
  const at = Math.max(now, kept.at(-1) ?? now);
  const lastHour = kept.filter((instant) => instant > at - hourMs);
  const lastMinute = lastHour.filter((instant) => instant > at - minuteMs);
  if (lastMinute.length >= limit.perMinute) return { admitted: false, limit: 'minute' };
  if (lastHour.length >= limit.perHour) return { admitted: false, limit: 'hour' };
  const window = { instants: [...lastHour, at], setBack: Math.max(setBack, earlier.setBack) };
  return { admitted: true, window };
}
