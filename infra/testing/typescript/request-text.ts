import type { JournalEntry } from './schemas.ts';

/** A request as a line for people. */
export function requestText({
  status,
  method,
  path,
  query,
  body,
  reason,
  returned,
  total,
  unread,
}: JournalEntry): string {
  return [
    `${status} ${method} ${path}${query}`,
    ...(body === undefined ? [] : [JSON.stringify(body).slice(0, 300)]),
    ...(returned === undefined ? [] : [`${returned} of ${total}`]),
    ...(reason === undefined ? [] : [`${reason.code}: ${reason.text}`]),
    ...(unread.length === 0 ? [] : [`not read: ${unread.join(', ')}`]),
  ].join('  ');
}
