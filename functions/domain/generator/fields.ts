import * as z from 'zod';
import { dayMs, parseApiDate } from '../dates.ts';
import { idSchema } from '../id-schema.ts';
import {
  defaultChannels,
  defaultContainment,
  defaultLanguages,
  defaultSessionTags,
  defaultSessionTypes,
  defaultUserTags,
} from './samples.ts';
import { shapeSchema } from './shape.ts';

/** The most sessions of one generation. */
export const mostSessions = 10_000_000;
/** A session id begins with its start in 32 bits of seconds, which end in 2106. */
const lastInstant = 4_294_967_295_999;

function instant(dateOnlyMeans: 'firstInstant' | 'lastInstant') {
  const message = 'must be an ISO time, a date (GMT) or Unix ms, between 1970 and 2106';
  return z.union([z.int(), z.string()], { error: message }).transform((value, context) => {
    const date = typeof value === 'number' ? { ms: value, dateOnly: false } : parseApiDate(value);
    const ms = date && (date.dateOnly && dateOnlyMeans === 'lastInstant' ? date.ms + dayMs - 1 : date.ms);
    if (ms !== undefined && ms >= 0 && ms <= lastInstant) return ms;
    context.issues.push({ code: 'custom', input: value, message });
    return z.NEVER;
  });
}

const weight = z.number().min(0).max(1_000_000);
const share = z.number().min(0).max(1);

/** Whether some weight is not 0; a negative one has been refused by its own name already. */
function hasWeight(weights: Readonly<Record<string, number>>): boolean {
  return Object.values(weights).some((value) => value !== 0);
}
export const needsWeight = 'needs a weight over 0';

const mixSchema = z.strictObject({
  /** What closed sessions count as. */
  containmentType: z
    .strictObject({ dropOff: weight.default(0), selfService: weight.default(0), agent: weight.default(0) })
    .refine(hasWeight, needsWeight)
    .default(defaultContainment),
  /** Drawn independently of the containment type, so that every combination can occur. */
  sessionType: z
    .strictObject({ interactive: weight.default(0), 'non-interactive': weight.default(0) })
    .refine(hasWeight, needsWeight)
    .default(defaultSessionTypes),
  channel: z
    .record(z.string().min(1).max(64), weight)
    .refine(hasWeight, needsWeight)
    .default(defaultChannels),
  /** Languages of the users; a user keeps to one. */
  language: z
    .record(z.string().min(1).max(35), weight)
    .refine(hasWeight, needsWeight)
    .default(defaultLanguages),
  /** Share of sessions in two languages. */
  secondLanguage: share.default(0.06),
  /** Share of sessions that a developer began. */
  developer: share.default(0.01),
});

const tagValues = z.record(z.string().min(1).max(256), z.array(z.string().max(1024)).min(1).max(1000));

const tagsSchema = z.strictObject({
  /** Share of sessions with session tags, one to three each; a name may come twice. */
  sessionShare: share.default(0.35),
  /** Share of users with a user tag. */
  userShare: share.default(0.05),
  /** Names of session tags with the values each can have. */
  session: tagValues.default(defaultSessionTags),
  user: tagValues.default(defaultUserTags),
});

const usersSchema = z.strictObject({
  /** How many people there are; a tenth of them come back often. Absent: six for every ten sessions. */
  count: z.int().min(1).max(mostSessions).optional(),
  /** Share of users that the `userId` filter also knows by e-mail. */
  identified: share.default(0.3),
});

const botSchema = z
  .union([idSchema, z.strictObject({ botId: idSchema, weight: weight.default(1) })], {
    error: 'must be a bot id, or an object of botId and weight',
  })
  .transform((bot) => (typeof bot === 'string' ? { botId: bot, weight: 1 } : bot));

/** The arguments field by field; `generatorSchema` also checks how they fit together. */
export const generatorFields = z.strictObject({
  /** The same seed and arguments give the same sessions, on every machine. */
  seed: z.union([z.string().max(256), z.int()], { error: 'must be a text or an integer' }).default('kore'),
  /** The bots to share the sessions between, by weight. */
  bots: z.array(botSchema).min(1).max(1000),
  /** How many sessions, ties, edges and active ones included. */
  count: z.int().min(0).max(mostSessions).optional(),
  /** Sessions per 24 hours, on average over the time from `from` to `to`. */
  perDay: z.number().min(0).max(mostSessions).optional(),
  /** The first instant at which a session may start. */
  from: instant('firstInstant'),
  /** The last instant at which a session may start; all but the active sessions end by then. */
  to: instant('lastInstant'),
  shape: shapeSchema.prefault('business'),
  mix: mixSchema.prefault({}),
  tags: tagsSchema.prefault({}),
  users: usersSchema.prefault({}),
  /** Whether tags have `altText: []`, as the newer pages of the vendor have it. */
  altText: z.boolean().default(false),
  /** Half of the sessions last no longer, in ms; most of it is waiting for the close by inactivity. */
  medianDurationMs: z.int().min(1).max(dayMs).default(600_000),
  /** How many sessions are still running at `to`. */
  active: z.int().min(0).max(mostSessions).default(0),
  /** The active sessions end within so many ms after `to`. */
  activeForMs: z
    .int()
    .min(1)
    .max(365 * dayMs)
    .default(3_600_000),
  /** Equal starts: at each of so many instants, every bot has `perBot` sessions. */
  ties: z
    .strictObject({
      instants: z.int().min(0).max(100_000).default(0),
      perBot: z.int().min(1).max(100_000).default(2),
    })
    .prefault({}),
  /** At each of these instants, and 1 ms before and after it, every bot has one session. */
  edges: z.array(instant('firstInstant')).max(10_000).default([]),
});
