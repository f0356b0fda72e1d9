import * as z from 'zod';
import { containmentTypes, sessionTypes } from '../../domain/session.ts';
import { tagFilterSchema } from '../../domain/tag-filter.ts';
import { sessionIds, windowFields } from '../../vendor/request-fields.ts';

/** What a request by ids reads: every other field and parameter is ignored then (vendor page). */
export const byIdSchema = z.object({ sessionId: sessionIds });

/** The body of a request by window and filters. Fields not listed are ignored. */
export const byWindowSchema = z.object({
  ...windowFields,
  tags: tagFilterSchema.optional(),
  sessionType: z.enum(sessionTypes).optional(),
});

export type ByWindowBody = z.output<typeof byWindowSchema>;

export const containmentTypeSchema = z.enum(containmentTypes);
