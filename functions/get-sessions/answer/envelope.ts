import type { Reason } from '../../domain/refusal.ts';

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

/** Why rows are held back from a body that would be too large, and what gets them. */
export function pageCut(maxBytes: number, wayOn: string): Reason {
  return { code: 'page_cut', text: `Rows beyond ${maxBytes} bytes are held back: ${wayOn}.` };
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
