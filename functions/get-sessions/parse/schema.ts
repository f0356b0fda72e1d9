import * as z from 'zod';
import { containmentTypes, sessionTypes } from '../../domain/session.ts';
import { tagFilterSchema } from '../../domain/tag-filter.ts';

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

export const containmentTypeSchema = z.enum(containmentTypes);
