import * as z from 'zod';
import { dayMs, toIso } from './dates.ts';
import { containmentTypes, type Session, sessionStatuses, sessionTypes } from './session.ts';

const tagSchema = z.object({ value: z.string(), name: z.string(), altText: z.string().optional() });

/** A session as the API returns it; members in the order of the vendor's newer samples. */
export const rowSchema = z.object({
  sessionId: z.string(),
  botId: z.string(),
  channel: z.string(),
  userId: z.string(),
  start_time: z.iso.datetime({ precision: 3 }),
  end_time: z.iso.datetime({ precision: 3 }),
  session_lang: z.array(z.string()),
  sessionType: z.enum(sessionTypes),
  isDeveloper: z.boolean(),
  sessionStatus: z.enum(sessionStatuses),
  tags: z.object({ userTags: z.array(tagSchema), sessionTags: z.array(tagSchema) }),
  noOfMessagesExchanged: z.int().min(0),
  noOfTasksExecuted: z.int().min(0),
  containmentType: z.enum(containmentTypes),
});

export type SessionRow = z.output<typeof rowSchema>;

/** The row of a session once it is closed, or as its fixed status has it. */
export function toRow(session: Session): SessionRow {
  return {
    sessionId: session.sessionId,
    botId: session.botId,
    channel: session.channel,
    userId: session.userId,
    start_time: toIso(session.startTime),
    end_time: toIso(session.endTime),
    session_lang: session.sessionLang,
    sessionType: session.sessionType,
    isDeveloper: session.isDeveloper,
    sessionStatus: session.sessionStatus ?? 'closed',
    tags: session.tags,
    noOfMessagesExchanged: session.noOfMessagesExchanged,
    noOfTasksExecuted: session.noOfTasksExecuted,
    containmentType: session.containmentType,
  };
}

/** Changes a stored row, given and returned as JSON text, to what it shows while the session is active. */
export function asActive(rowJson: string): string {
  const row = JSON.parse(rowJson) as SessionRow;
  return JSON.stringify({ ...row, sessionStatus: 'active', containmentType: 'selfService' });
}

/** Blanks the session tags of a stored row, given and returned as JSON text. */
export function withoutSessionTags(rowJson: string): string {
  const row = JSON.parse(rowJson) as SessionRow;
  return JSON.stringify({ ...row, tags: { ...row.tags, sessionTags: [] } });
}

/** Whether a session is so old that its tags are no longer returned; `maxAgeDays` null: never. */
export function tagsAreGone(startTime: number, now: number, maxAgeDays: number | null): boolean {
  return maxAgeDays !== null && startTime < now - maxAgeDays * dayMs;
}
