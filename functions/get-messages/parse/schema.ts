import * as z from 'zod';
import { messageTagFilterSchema } from '../../domain/tag-filter.ts';
import { wholeNumber } from '../../domain/whole-number.ts';

const nonEmpty = z.string().min(1);

/** true or false, or one of them as text. */
const flag = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
  'must be true or false',
);

const direction = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^[+-]?\d+(\.\d+)?$/)
      .transform(Number),
  ],
  'must be a number: below 0 is back, 0 both, above 0 forward',
);

/** What a request reads, in the query string or the body. Fields not listed are ignored. */
export const messagesSchema = z.object({
  userId: nonEmpty.optional(),
  skip: wholeNumber(0).optional(),
  offset: wholeNumber(0).optional(),
  limit: wholeNumber(1).optional(),
  dateFrom: z.string().optional(),
  dateTo: z.string().optional(),
  sessionId: z
    .union(
      [z.string().transform((id) => [id]), z.array(z.string())],
      'must be an array of strings, or one string',
    )
    .optional(),
  msgId: nonEmpty.optional(),
  direction: direction.optional(),
  forward: flag.optional(),
  channelType: nonEmpty.optional(),
  tags: messageTagFilterSchema.optional(),
  callId: nonEmpty.optional(),
  includeTraceId: flag.optional(),
  includeLatency: flag.optional(),
});

export type MessagesFields = z.output<typeof messagesSchema>;
