import * as z from 'zod';
import { safeResponseBytes } from './response-bytes.ts';
import { vendorErrorNames } from './vendor-errors.ts';

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
  defaultLimit: z.int().min(1).max(10_000),
  /** The most rows on a page. */
  maxLimit: z.int().min(1).max(10_000),
  /** What a `limit` above `maxLimit` does. */
  oversizedLimit: z.enum(['clamp', 'refuse']),
  /** Whether dateFrom and dateTo may be exactly as far apart as a window may be long: 7 days. */
  exactlySevenDays: z.enum(['allow', 'refuse']),
  /** Whether a date-only `dateTo` stands for the end of that day or for its first instant. */
  dateOnlyDateTo: z.enum(['endOfDay', 'startOfDay']),
  /** The longest window a request may ask for, in days; null: any. What is left out stays at 7 days. */
  maxWindowDays: z.int().min(1).max(36_500).nullable(),
  /** The `end_time` that a session shows while the clock has it active: by now, or the one to come that is stored. */
  activeEndTime: z.enum(['now', 'stored']),
  /** Whether made-up sessions have `altText: []` among their tags, as the newer pages have it. */
  generatedAltText: z.boolean(),
  /** Clock skew tolerated on `exp` and `nbf`, in seconds. */
  clockSkewSeconds: z.int().min(0).max(3600),
  /** By which clock the times of a token are checked: the account's, or that of the emulator's machine. */
  tokenClock: z.enum(['account', 'machine']),
  /** Refuse tokens without `exp`. */
  requireExp: z.boolean(),
  /** What an unknown or wrongly cased `containmentType` does. */
  unknownContainmentType: z.enum(['refuse', 'ignore']),
  /** Whether `invalidSessions` is sent when every asked session was found. */
  emptyInvalidSessions: z.enum(['include', 'omit']),
  /** With `sessionId`, blank `sessionTags` of sessions that started more than so many days ago; null: never. */
  sessionTagsMaxAgeDays: z.int().min(1).max(3650).nullable(),
  /** Largest answer, in bytes of its body as Lambda carries it; a page is cut at a row before it. */
  maxResponseBytes: z.int().min(1).max(safeResponseBytes),
  /** Whether requests are kept in the journal. */
  journal: z.boolean(),
  /** How long the journal keeps a request, in seconds of the machine's clock. */
  journalSeconds: z
    .int()
    .min(60)
    .max(30 * 86_400),
  /** Replaces parts of single rows of the error table. */
  errors: z.partialRecord(z.enum(vendorErrorNames), errorOverride),
});

export type AccountSettings = z.output<typeof settingsSchema>;

/** Settings as people give them: any part, the rest as it is or at its default. */
export const settingsInputSchema = settingsSchema.partial();
export type SettingsInput = z.output<typeof settingsInputSchema>;

type Nullable<Shape extends z.ZodRawShape> = {
  [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Name]>>;
};

const nullable = <Shape extends z.ZodRawShape>(shape: Shape) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, z.nullable(schema).optional()]),
  ) as Nullable<Shape>;

/** A change of settings: null takes one back to its default, unless null is a value of it. */
export const settingsChangeSchema = z.strictObject({
  ...nullable(settingsSchema.shape),
  /** With null for an entry, a change of single entries; null takes that one away. Else all there are from now on. */
  errors: z.partialRecord(z.enum(vendorErrorNames), errorOverride.nullable()).nullable().optional(),
});

export type SettingsChange = z.output<typeof settingsChangeSchema>;

/** What a change comes to: settings that are set, and those that go back to their defaults. */
export interface ReadSettingsChange {
  set: SettingsInput;
  cleared: (keyof AccountSettings)[];
}

/** @param before the settings that are changed */
export function readSettingsChange(change: SettingsChange, before: AccountSettings): ReadSettingsChange {
  const { errors, ...others } = change;
  const given = Object.entries({ ...others, errors: errors && errorsAfter(errors, before.errors) });
  const isCleared = ([name, value]: [string, unknown]): boolean =>
    value === null && !settingsInputSchema.safeParse({ [name]: null }).success;
  return {
    set: settingsInputSchema.parse(Object.fromEntries(given.filter((each) => !isCleared(each)))),
    cleared: settingsSchema.keyof().options.filter((name) => isCleared([name, change[name]])),
  };
}

function errorsAfter(
  change: NonNullable<SettingsChange['errors']>,
  before: AccountSettings['errors'],
): AccountSettings['errors'] {
  const entries = Object.entries(change);
  const isOfSingleEntries = entries.some(([, entry]) => entry === null);
  const merged = Object.entries({ ...(isOfSingleEntries ? before : {}), ...change });
  return Object.fromEntries(merged.filter(([, entry]) => entry !== null));
}
