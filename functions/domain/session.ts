export const containmentTypes = ['dropOff', 'selfService', 'agent'] as const;
export type ContainmentType = (typeof containmentTypes)[number];

export const sessionTypes = ['interactive', 'non-interactive'] as const;
export type SessionType = (typeof sessionTypes)[number];

export const sessionStatuses = ['active', 'closed'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

export interface Tag {
  value: string;
  name: string;
  altText?: string | undefined;
}

export interface SessionTags {
  userTags: Tag[];
  sessionTags: Tag[];
  /** The newer form of a row has it, mostly empty; no filter reads it. */
  altText?: Tag[] | undefined;
}

/** A session as it is kept: the vendor's row, and what the row never shows. */
export interface Session {
  sessionId: string;
  botId: string;
  channel: string;
  userId: string;
  /** Unix ms. */
  startTime: number;
  /** Unix ms. */
  endTime: number;
  sessionLang: string[];
  /** Null: another than the vendor's page has; no filter finds it. */
  sessionType: SessionType | null;
  isDeveloper: boolean;
  /** Absent: active until `endTime`, closed from then on. Null: fixed, and neither. */
  sessionStatus?: SessionStatus | null | undefined;
  tags: SessionTags;
  noOfMessagesExchanged: number;
  noOfTasksExecuted: number;
  /** What the session counts as once it is closed. Null: as something that no filter finds. */
  containmentType: ContainmentType | null;
  /** An external call id; a filter, never returned. */
  callId?: string | undefined;
  /** Other ids of the same user (e-mail, enterprise id) that the `userId` filter matches too. */
  identities: string[];
  /** The row's JSON text as it was given; absent: the row is made of the fields. */
  rowText?: string | undefined;
}

/** What decides whether a session is active at an instant. */
export interface Lifetime {
  sessionStatus?: SessionStatus | null | undefined;
  endTime: number;
}

/** Whether the clock decides that a session is active at an instant (Unix ms): its status is not fixed. */
export function isActiveByClock({ sessionStatus, endTime }: Lifetime, now: number): boolean {
  return sessionStatus === undefined && now < endTime;
}

/** The status at an instant (Unix ms): as stored where it is fixed, else active until the end. */
export function statusAt(lifetime: Lifetime, now: number): SessionStatus | null {
  if (lifetime.sessionStatus !== undefined) return lifetime.sessionStatus;
  return now < lifetime.endTime ? 'active' : 'closed';
}

/**
 * The containment type at an instant: while the clock shows a session as active it is listed under selfService
 * (observed); one whose status is fixed is listed as it came.
 */
export function containmentAt(
  lifetime: Lifetime & { containmentType: ContainmentType | null },
  now: number,
): ContainmentType | null {
  return isActiveByClock(lifetime, now) ? 'selfService' : lifetime.containmentType;
}
