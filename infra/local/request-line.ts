import type { RequestLogEntry } from '../../functions/vendor/log.ts';

/** What of a request the line shows; the log and the journal both have it. */
type ShownRequest = Pick<RequestLogEntry, 'method' | 'path' | 'query' | 'status' | 'durationMs' | 'error'> & {
  reason?: RequestLogEntry['reason'] | undefined;
  unread?: readonly string[] | undefined;
  notes?: readonly string[] | undefined;
  total?: number | undefined;
  returned?: number | undefined;
};

// Controls, separators of lines and what turns the direction of writing: the client wrote them, not the emulator.
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text as part of a line: a request must not be able to end it, or to write escape sequences to a terminal. */
export const inLine = (text: string): string => text.replace(unprintable, '?');

/** One request as a line for the terminal: what was asked, what was answered and why. */
export function requestLine(entry: ShownRequest): string {
  const { method, path, query, status, durationMs, reason, unread, notes, total, returned, error } = entry;
  const parts = [`${status} ${method} ${path}${query} ${Math.round(durationMs)} ms`];
  if (total !== undefined) parts.push(`${returned} of ${total}`);
  if (reason) parts.push(`${reason.code}: ${reason.text}`);
  if (unread && unread.length > 0) parts.push(`not read: ${unread.join(', ')}`);
  if (notes && notes.length > 0) parts.push(`note: ${notes.join(', ')}`);
  if (!error) return inLine(parts.join('  '));
  // Lines that follow are set in, so that none of them passes for a request's.
  const [first = '', ...others] = (error.stack ?? error.message).split('\n').map(inLine);
  return [`${inLine(parts.join('  '))}  ${first}`, ...others.map((line) => `    ${line}`)].join('\n');
}
