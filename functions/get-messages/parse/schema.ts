import * as z from 'zod';
import { messageTagFilterSchema } from '../../domain/tag-filter.ts';
import { nonEmpty, sessionIds, windowFields } from '../../vendor/request-fields.ts';

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
  ...windowFields,
  sessionId: sessionIds.optional(),
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
