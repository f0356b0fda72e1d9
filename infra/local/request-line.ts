import type { RequestLogEntry } from '../../functions/get-sessions/log.ts';

/** One request as a line for the terminal: what was asked, what was answered and why. */
export function requestLine(entry: RequestLogEntry): string {
  const { method, path, query, status, durationMs, reason, unread, total, returned, error } = entry;
  const parts = [`${status} ${method} ${path}${query} ${Math.round(durationMs)} ms`];
  if (total !== undefined) parts.push(`${returned} of ${total}`);
  if (reason) parts.push(`${reason.code}: ${reason.text}`);
  if (unread) parts.push(`not read: ${unread.join(', ')}`);
  if (error) parts.push(error.stack ?? error.message);
  // A request must not be able to write escape sequences to somebody's terminal.
  return parts.join('  ').replace(/[^\P{C}\n]/gu, '?');
}
