import type { RequestLogEntry } from '../../functions/vendor/log.ts';

/** What of a request the line shows; the log and the journal both have it. */
type ShownRequest = Pick<RequestLogEntry, 'method' | 'path' | 'query' | 'status' | 'durationMs' | 'error'> & {
  reason?: RequestLogEntry['reason'] | undefined;
  unread?: readonly string[] | undefined;
  total?: number | undefined;
  returned?: number | undefined;
};

/** One request as a line for the terminal: what was asked, what was answered and why. */
export function requestLine(entry: ShownRequest): string {
  const { method, path, query, status, durationMs, reason, unread, total, returned, error } = entry;
  const parts = [`${status} ${method} ${path}${query} ${Math.round(durationMs)} ms`];
  if (total !== undefined) parts.push(`${returned} of ${total}`);
  if (reason) parts.push(`${reason.code}: ${reason.text}`);
  if (unread && unread.length > 0) parts.push(`not read: ${unread.join(', ')}`);
  if (error) parts.push(error.stack ?? error.message);
  // A request must not be able to write escape sequences to somebody's terminal.
  return parts.join('  ').replace(/[^\P{C}\n]/gu, '?');
}
