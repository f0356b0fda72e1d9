/** What stands before the rows in a body. */
export function beforeRows(total: number, moreAvailable: boolean): string {
  return `{"total":${total},"moreAvailable":${moreAvailable},"sessions":[`;
}

/** @param invalidSessions ids without a session; only where the request was for ids */
export function afterRows(invalidSessions?: readonly string[]): string {
  return invalidSessions ? `],"invalidSessions":${JSON.stringify(invalidSessions)}}` : ']}';
}

/**
 * Joins texts (as UTF-8) and bytes in memory of their own: a small buffer from Node's pool would keep its whole
 * block in memory.
 */
export function unpooled(parts: readonly (string | Buffer)[]): Buffer<ArrayBuffer> {
  const bytes = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
  let at = 0;
  for (const part of parts) at += typeof part === 'string' ? bytes.write(part, at) : part.copy(bytes, at);
  return bytes;
}
