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
  sessionType: SessionType;
  isDeveloper: boolean;
  /** Absent: active until `endTime`, closed from then on. */
  sessionStatus?: SessionStatus | undefined;
  tags: SessionTags;
  noOfMessagesExchanged: number;
  noOfTasksExecuted: number;
  /** What the session counts as once it is closed. */
  containmentType: ContainmentType;
  /** An external call id; a filter, never returned. */
  callId?: string | undefined;
  /** Other ids of the same user (e-mail, enterprise id) that the `userId` filter matches too. */
  identities: string[];
}

/** What decides whether a session is active at an instant. */
export interface Lifetime {
  sessionStatus?: SessionStatus | undefined;
  endTime: number;
}

/** The status at an instant (Unix ms): as stored where it is fixed, else active until the end. */
export function statusAt(lifetime: Lifetime, now: number): SessionStatus {
  return lifetime.sessionStatus ?? (now < lifetime.endTime ? 'active' : 'closed');
}

/** The containment type at an instant: an active session is listed under selfService (observed). */
export function containmentAt(
  lifetime: Lifetime & { containmentType: ContainmentType },
  now: number,
): ContainmentType {
  return statusAt(lifetime, now) === 'active' ? 'selfService' : lifetime.containmentType;
}
