/** How long a lease lasts that is not renewed, ms: its writer is gone then. */
export const leaseMs = 6_000;

/** So that a renewal may fail, and one may be late, before its holder has to stop. */
export const renewEveryMs = leaseMs / 4;

/** How long before its end a writer stops that could not renew a lease: clocks differ, and a call takes its time. */
export const marginMs = leaseMs / 3;

/** Who waits for a lease looks again after a pause that grows to this, ms; half of it on average, as it is random. */
export const longestPauseMs = 160;

/** How often who waits looks: for longer than a lease of a writer that is gone, and for half as long as it lasts more. */
export const attempts = Math.ceil((1.5 * leaseMs) / (longestPauseMs / 2)) + 17;
