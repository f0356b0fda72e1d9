import { dayMs, toIso } from './dates.ts';
import { editMembers, membersOf } from './rows/members.ts';
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
  sessionType: SessionType | null;
  isDeveloper: boolean;
  sessionStatus: SessionStatus | null;
  tags: SessionTags;
  noOfMessagesExchanged: number;
  noOfTasksExecuted: number;
  containmentType: ContainmentType | null;
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
    sessionStatus: session.sessionStatus === undefined ? 'closed' : session.sessionStatus,
    tags: session.tags,
    noOfMessagesExchanged: session.noOfMessagesExchanged,
    noOfTasksExecuted: session.noOfTasksExecuted,
    containmentType: session.containmentType,
  };
}

/** How often the end that an active session shows moves on: a page of it is put together anew as often. */
const activeEndStepMs = 1_000;

/** The span around an instant (Unix ms) in which active sessions show the same end; `until` is not in it. */
export function activeEndStep(now: number): { from: number; until: number } {
  const from = Math.floor(now / activeEndStepMs) * activeEndStepMs;
  return { from, until: from + activeEndStepMs };
}

/**
 * The end that a session shows while the clock has it active: what has happened by now, and never what is to come.
 *
 * @param now the account's clock, Unix ms
 */
export function activeEndAt(startTime: number, now: number): number {
  return Math.max(startTime, activeEndStep(now).from);
}

/**
 * Changes a stored row, given and returned as JSON text, to what it shows while the session is active.
 *
 * @param endTime Unix ms; absent: as stored
 */
export function asActive(rowJson: string, endTime?: number): string {
  return editMembers(rowJson, {
    ...(endTime !== undefined && { end_time: JSON.stringify(toIso(endTime)) }),
    sessionStatus: '"active"',
    containmentType: '"selfService"',
  });
}

/** Blanks the session tags of a stored row, given and returned as JSON text. */
export function withoutSessionTags(rowJson: string): string {
  const tags = membersOf(rowJson).findLast(({ name }) => name === 'tags');
  if (!tags || rowJson[tags.valueStart] !== '{') return rowJson;
  const blanked = editMembers(rowJson.slice(tags.valueStart, tags.end), { sessionTags: '[]' });
  return editMembers(rowJson, { tags: blanked });
}

/** Whether a session is so old that its tags are no longer returned; `maxAgeDays` null: never. */
export function tagsAreGone(startTime: number, now: number, maxAgeDays: number | null): boolean {
  return maxAgeDays !== null && startTime < now - maxAgeDays * dayMs;
}
