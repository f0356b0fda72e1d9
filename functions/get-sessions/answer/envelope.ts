/** Counts, flags and brackets around the rows, headers and status: bytes that rows must leave free. */
export const envelopeBytes = 4096;

/** What stands before the rows in a body. */
export function beforeRows(total: number, moreAvailable: boolean): string {
  return `{"total":${total},"moreAvailable":${moreAvailable},"sessions":[`;
}

/** @param invalidSessions ids without a session; only where the request was for ids */
export function afterRows(invalidSessions?: readonly string[]): string {
  return invalidSessions ? `],"invalidSessions":${JSON.stringify(invalidSessions)}}` : ']}';
}
