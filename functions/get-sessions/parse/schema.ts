import * as z from 'zod';
import { containmentTypes, sessionTypes } from '../../domain/session.ts';
import { tagConditionSchema, tagFilterSchema } from '../../domain/tag-filter.ts';

const nonEmpty = z.string().min(1);

/** A whole number, or its decimal digits in a string. */
const wholeNumber = (min: number) =>
  z
    .unknown()
    .transform((value, context) => {
      const given = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
      // Past what a number can hold is large, and no less whole.
      const number = given === Number.POSITIVE_INFINITY ? Number.MAX_SAFE_INTEGER : given;
      if (typeof number === 'number' && Number.isInteger(number) && number >= min) return number;
      context.issues.push({
        code: 'custom',
        input: value,
        message: `must be a whole number, at least ${min}`,
      });
      return z.NEVER;
    })
    .meta({ type: ['integer', 'string'], minimum: min, pattern: '^\\d+$' });

/** What a request by ids reads: every other field and parameter is ignored then (vendor page). */
export const byIdSchema = z.object({
  sessionId: z.union(
    [z.string().transform((id) => [id]), z.array(z.string())],
    'must be an array of strings, or one string',
  ),
});

/** The body of a request by window and filters. Fields not listed are ignored. */
export const byWindowSchema = z.object({
  userId: nonEmpty.optional(),
  skip: wholeNumber(0).optional(),
  offset: wholeNumber(0).optional(),
  limit: wholeNumber(1).optional(),
  dateFrom: z.string().optional(),
  dateTo: z.string().optional(),
  tags: tagFilterSchema.optional(),
  sessionType: z.enum(sessionTypes).optional(),
});

export type ByWindowBody = z.output<typeof byWindowSchema>;

/** Accepted and ignored (newer vendor documentation). */
const ignoredFields = ['includeMeta'];

const bodyFields = new Set([...Object.keys(byWindowSchema.shape), 'sessionId', ...ignoredFields]);
const tagFilterFields = new Set(Object.keys(tagFilterSchema.shape));
const tagConditionFields = new Set(Object.keys(tagConditionSchema.shape));

function unknownKeys(value: unknown, known: ReadonlySet<string>): string[] {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.keys(value).filter((key) => !known.has(key)) : [];
}

/** Paths of the body's fields that nothing reads: sent by mistake, perhaps misspelt. */
export function unreadFields(body: Record<string, unknown>): string[] {
  const tags = body['tags'];
  const inLists = (['and', 'or'] as const).flatMap((list) => {
    const conditions: unknown = (tags as Record<string, unknown> | null | undefined)?.[list];
    if (!Array.isArray(conditions)) return [];
    return conditions.flatMap((condition: unknown, index) =>
      unknownKeys(condition, tagConditionFields).map((key) => `tags.${list}.${index}.${key}`),
    );
  });
  // As many as a client likes: more than a call takes arguments.
  return unknownKeys(body, bodyFields).concat(
    unknownKeys(tags, tagFilterFields).map((key) => `tags.${key}`),
    inLists,
  );
}

export const containmentTypeSchema = z.enum(containmentTypes);
