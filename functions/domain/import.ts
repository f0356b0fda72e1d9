import { describeIssues } from './issues.ts';
import type { Session } from './session.ts';
import { sessionSchema } from './session-schema.ts';

export interface RejectedRow {
  /** Position among the rows given, from 0. */
  index: number;
  sessionId?: string;
  reason: string;
}

export interface ImportedSessions {
  sessions: Session[];
  rejected: RejectedRow[];
}

/** Thrown where a text holds no sessions in any of the known forms. */
export class ImportFormatError extends Error {
  override readonly name = 'ImportFormatError';
}

// An item of the table holds 400 KB; the row is most of it, and what filters need may repeat its tags.
const largestRowBytes = 150_000;

/**
 * Takes the rows out of a text: a JSON array, an answer of getSessions as the vendor returns it, or NDJSON.
 *
 * @throws ImportFormatError where it is none of these
 */
export function readRows(text: string): unknown[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const whole = tryJson(trimmed);
  if (Array.isArray(whole.value)) return whole.value;
  if (isObject(whole.value)) {
    const { sessions } = whole.value;
    return Array.isArray(sessions) ? sessions : [whole.value];
  }
  if (whole.failed && trimmed.startsWith('{') && trimmed.includes('\n')) return readLines(trimmed);
  throw new ImportFormatError(
    'Expected sessions as a JSON array, a getSessions response or one JSON object a line (NDJSON).',
  );
}

function readLines(text: string): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map(tryJson);
  if (rows.every(({ failed }) => failed)) throw new ImportFormatError('No line of the text is JSON.');
  // A line that is not JSON goes on as text, to be rejected as the others are accepted.
  return rows.map(({ value, failed }, index) => (failed ? lines[index] : value));
}

function tryJson(text: string): { value?: unknown; failed: boolean } {
  try {
    return { value: JSON.parse(text), failed: false };
  } catch {
    return { failed: true };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Checks rows one by one: a bad one is named and left out, the others are kept.
 *
 * @param knowsBot whether the account has a bot; rows of others are rejected
 */
export function importRows(rows: readonly unknown[], knowsBot: (botId: string) => boolean): ImportedSessions {
  const sessions: Session[] = [];
  const rejected: RejectedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const checked = checkRow(row, knowsBot);
    if (typeof checked !== 'string') {
      sessions.push(checked);
      continue;
    }
    const sessionId = isObject(row) ? row['sessionId'] : undefined;
    rejected.push({ index, ...(typeof sessionId === 'string' ? { sessionId } : {}), reason: checked });
  }
  return { sessions, rejected };
}

function checkRow(row: unknown, knowsBot: (botId: string) => boolean): Session | string {
  const result = sessionSchema.safeParse(row);
  if (!result.success) return describeIssues(result.error);
  const session = result.data;
  if (!knowsBot(session.botId)) return `botId: the account has no bot ${session.botId}`;
  if (Buffer.byteLength(JSON.stringify(session)) > largestRowBytes) {
    return `the session is larger than ${largestRowBytes} bytes`;
  }
  return session;
}
