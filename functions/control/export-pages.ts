import * as z from 'zod';
import type { Account } from '../domain/account.ts';
import type { SessionRecord } from '../store/sessions/session-record.ts';
import { cursor, wholeNumber } from './fields.ts';
import { invalidField, Problem } from './problem.ts';

const defaultLimit = 5000;

/** A Lambda response holds 6 MB, and a page goes in base64, a third longer, where it would not fit as text. */
const maxPageBytes = 4_000_000;

export const exportQuerySchema = z.strictObject({
  limit: wholeNumber(1, 10_000).default(defaultLimit),
  cursor: cursor.optional(),
});

type ExportQuery = z.output<typeof exportQuerySchema>;

/** How a page of an export is described. */
export const exportPage = (description: string, name: string) => ({
  description,
  headers: { link: 'The next page as rel="next", where there is one' },
  content: { name, schema: z.string(), types: ['application/x-ndjson'] },
});

const toCursor = ({ epoch }: Account, id: string): string => `${epoch.toString(36)}.${id}`;

/** @returns the id of the last record of the page before */
function readCursor(cursor: string, { epoch }: Account, isIdOf: (id: string) => boolean): string {
  const [dataSet, id = ''] = cursor.split('.', 2);
  if (!isIdOf(id)) throw invalidField('cursor', 'is not one of this export');
  if (dataSet === epoch.toString(36)) return id;
  throw new Problem(
    409,
    'cursor_outdated',
    'The account was reset or restored since the page before: begin the export again.',
  );
}

interface Page {
  lines: string[];
  /** The id of the last record on the page, if there are more. */
  last?: string;
}

/**
 * A page of an export.
 *
 * @param isIdOf whether a cursor may name such an id
 * @param toLine undefined where a record is not given out
 * @param read reads records by id, from the one after `after` on
 */
export async function exportAnswer(
  account: Account,
  { limit, cursor }: ExportQuery,
  isIdOf: (id: string) => boolean,
  toLine: (record: SessionRecord) => string | undefined,
  read: (after: string | undefined, limit: number) => AsyncGenerator<SessionRecord[]>,
): Promise<{ status: 200; body: string; headers?: { link: string } }> {
  const after = cursor === undefined ? undefined : readCursor(cursor, account, isIdOf);
  const { lines, last } = await readPage(read(after, limit + 1), limit, toLine);
  const body = lines.join('');
  if (last === undefined) return { status: 200, body };
  const search = new URLSearchParams({ cursor: toCursor(account, last), limit: String(limit) });
  // Relative, so that it holds behind a stage or a base path, which nobody here knows.
  return { status: 200, body, headers: { link: `<?${search}>; rel="next"` } };
}

async function readPage(
  batches: AsyncGenerator<SessionRecord[]>,
  limit: number,
  toLine: (record: SessionRecord) => string | undefined,
): Promise<Page> {
  const lines: string[] = [];
  let bytes = 0;
  let last: string | undefined;
  for await (const records of batches) {
    for (const record of records) {
      const line = toLine(record);
      if (line === undefined) continue;
      bytes += Buffer.byteLength(line);
      if (last !== undefined && (lines.length === limit || bytes > maxPageBytes)) return { lines, last };
      lines.push(line);
      last = record.sessionId;
    }
  }
  return { lines };
}
