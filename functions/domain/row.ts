import { dayMs, toIso } from './dates.ts';
import type { ContainmentType, Session, SessionStatus, SessionTags, SessionType } from './session.ts';

/** A session as the API returns it; members in the order of the vendor's newer samples. */
export interface SessionRow {
  sessionId: string;
  botId: string;
  channel: string;
  userId: string;
  start_time: string;
  end_time: string;
  session_lang: string[];
  sessionType: SessionType;
  isDeveloper: boolean;
  sessionStatus: SessionStatus;
  tags: SessionTags;
  noOfMessagesExchanged: number;
  noOfTasksExecuted: number;
  containmentType: ContainmentType;
}

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
