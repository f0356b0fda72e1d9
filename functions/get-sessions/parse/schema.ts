import * as z from 'zod';
import { containmentTypes, sessionTypes } from '../../domain/session.ts';
import { tagFilterSchema } from '../../domain/tag-filter.ts';
import { wholeNumber } from '../../domain/whole-number.ts';

const nonEmpty = z.string().min(1);

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
