import * as z from 'zod';
import { vendorErrorNames } from './vendor-errors.ts';

/**
 * Lambda refuses a response over 6 MB (6,291,556 bytes), counted with the body escaped inside a JSON
 * document; the rest is room for status and headers. (AWS: Lambda quotas.)
 */
const safeResponseBytes = 6_000_000;

const errorOverride = z.strictObject({
  status: z.int().min(400).max(599).optional(),
  msg: z.string().min(1).max(1000).optional(),
  code: z.int().optional(),
});

/**
 * What an account can change: the answers that nothing public fixes, so that a team that has learned
 * better can correct the guess.
 */
export const settingsSchema = z.strictObject({
  /** Rows on a page when the request names no `limit`. */
  defaultLimit: z.int().min(1).max(10_000).default(100),
  /** The most rows on a page. */
  maxLimit: z.int().min(1).max(10_000).default(10_000),
  /** What a `limit` above `maxLimit` does. */
  oversizedLimit: z.enum(['clamp', 'refuse']).default('clamp'),
  /** Whether dateFrom and dateTo may be exactly 7 days apart. */
  exactlySevenDays: z.enum(['allow', 'refuse']).default('allow'),
  /** Whether a date-only `dateTo` stands for the end of that day or for its first instant. */
  dateOnlyDateTo: z.enum(['endOfDay', 'startOfDay']).default('endOfDay'),
  /** Clock skew tolerated on `exp` and `nbf`, in seconds. */
  clockSkewSeconds: z.int().min(0).max(3600).default(0),
  /** Refuse tokens without `exp`. */
  requireExp: z.boolean().default(false),
  /** What an unknown or wrongly cased `containmentType` does. */
  unknownContainmentType: z.enum(['refuse', 'ignore']).default('refuse'),
  /** Whether `invalidSessions` is sent when every asked session was found. */
  emptyInvalidSessions: z.enum(['include', 'omit']).default('include'),
  /** With `sessionId`, blank `sessionTags` of sessions that started more than so many days ago; null: never. */
  sessionTagsMaxAgeDays: z.int().min(1).max(3650).nullable().default(null),
  /** Largest answer, in bytes of its body as Lambda carries it; a page is cut at a row before it. */
  maxResponseBytes: z.int().min(1).max(safeResponseBytes).default(safeResponseBytes),
  /** Replaces parts of single rows of the error table. */
  errors: z.partialRecord(z.enum(vendorErrorNames), errorOverride).default({}),
});

export type AccountSettings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;

export type ErrorOverrides = AccountSettings['errors'];

export const defaultSettings: AccountSettings = settingsSchema.parse({});

/** Settings as kept: only what was given. Undefined members are dropped. */
export function mergeSettings(kept: SettingsInput, change: SettingsInput): SettingsInput {
  const merged = { ...kept, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}
