import { requestText } from './request-text.ts';
import type { JournalEntry } from './schemas.ts';

const mostLines = 5;
const mostOthers = 3;

/**
 * What the emulator has to say of a test that failed, in a few lines: what it refused and why, and what it did not
 * read. Nothing where all was well.
 *
 * @param requests oldest first
 * @param others those that belong to no account and may be of this test
 */
export function reportOf(requests: readonly JournalEntry[], others: readonly JournalEntry[] = []): string[] {
  const ofNoAccount = others.slice(-mostOthers).map((entry) => `of no account: ${requestText(entry)}`);
  if (requests.length > 0) return [...ofRequests(requests), ...ofNoAccount];
  if (ofNoAccount.length > 0) return ofNoAccount;
  return [
    'No request of this account reached the emulator. Does the program read KORE_URL and KORE_CLIENT_ID?',
  ];
}

function ofRequests(requests: readonly JournalEntry[]): string[] {
  const refused = requests.filter(({ status, faults }) => status >= 400 && faults.length === 0);
  const struck = requests.filter(({ faults }) => faults.length > 0);
  const unread = [...new Set(requests.flatMap((entry) => entry.unread))];
  return [
    ...grouped(refused, 'refused'),
    ...(struck.length === 0 ? [] : [`struck by fault rules: ${times(struck.length)}`]),
    ...(unread.length === 0 ? [] : [`sent and read by nothing: ${unread.join(', ')}`]),
  ];
}

const times = (count: number): string => `${count} request${count === 1 ? '' : 's'}`;

function grouped(entries: readonly JournalEntry[], what: string): string[] {
  const groups = new Map<string, { entry: JournalEntry; count: number }>();
  for (const entry of entries) {
    const key = `${entry.status} ${entry.reason?.code} ${entry.path}`;
    // The last of its kind says what it is now.
    groups.set(key, { entry, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  const lines = [...groups.values()].map(
    ({ entry: { status, method, path, reason }, count }) =>
      `${what} ${times(count)}: ${status} ${method} ${path}${reason ? `  ${reason.code}: ${reason.text}` : ''}`,
  );
  const left = lines.length - mostLines;
  return left > 0 ? [...lines.slice(0, mostLines), `and ${left} other kinds of refusals`] : lines;
}
