import * as z from 'zod';
import { parseApiDate } from './dates.ts';
import { idSchema } from './id-schema.ts';
import { containmentTypes, type Session, sessionStatuses, sessionTypes } from './session.ts';

const instantSchema = z.string().transform((text, context) => {
  const date = parseApiDate(text);
  if (date && !date.dateOnly) return date.ms;
  context.issues.push({
    code: 'custom',
    input: text,
    message: 'must be an ISO time such as 2021-04-26T11:27:25.977Z',
  });
  return z.NEVER;
});

const shortText = z.string().min(1).max(256);

const tagSchema = z.strictObject({
  value: z.string().max(1024),
  name: z.string().min(1).max(256),
  altText: z.string().max(1024).optional(),
});

const tagsSchema = z.strictObject({
  userTags: z.array(tagSchema).max(100).default([]),
  sessionTags: z.array(tagSchema).max(100).default([]),
  altText: z.array(tagSchema).max(100).optional(),
});

/**
 * A session as people and the vendor's own answers give it. Only the ids, the user and the start are
 * needed; what is left out gets the commonest value. `callId` and `identities` are the emulator's own.
 */
export const sessionSchema = z
  .strictObject({
    sessionId: idSchema,
    botId: idSchema,
    channel: z.string().min(1).max(64).default('rtm'),
    userId: shortText,
    start_time: instantSchema,
    end_time: instantSchema.optional(),
    session_lang: z.array(z.string().min(1).max(35)).max(20).default(['en']),
    sessionType: z.enum(sessionTypes).default('interactive'),
    // The page's prose says 1 or 0, its samples true or false.
    isDeveloper: z
      .union([z.boolean(), z.literal([0, 1]).transform(Boolean)], 'must be true or false')
      .default(false),
    sessionStatus: z.enum(sessionStatuses).optional(),
    tags: tagsSchema.default({ userTags: [], sessionTags: [] }),
    noOfMessagesExchanged: z.int().min(0).default(0),
    noOfTasksExecuted: z.int().min(0).default(0),
    containmentType: z.enum(containmentTypes).default('selfService'),
    callId: shortText.optional(),
    identities: z.array(shortText).max(10).default([]),
  })
  .transform(({ start_time, end_time = start_time, session_lang, ...same }, context): Session => {
    if (end_time >= start_time) {
      return { ...same, startTime: start_time, endTime: end_time, sessionLang: session_lang };
    }
    context.issues.push({
      code: 'custom',
      input: end_time,
      path: ['end_time'],
      message: 'must not be before start_time',
    });
    return z.NEVER;
  });
