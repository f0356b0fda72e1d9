import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../domain/account.ts';
import { isId } from '../domain/ids.ts';
import { importableText } from '../domain/rows/kept-text.ts';
import { entryOf } from '../store/sessions/session-item.ts';
import type { SessionRecord } from '../store/sessions/session-record.ts';
import type { SessionStore } from '../store/sessions/sessions.ts';
import type { ControlDependencies } from './dependencies.ts';
import { wholeNumber } from './fields.ts';
import { findAccount } from './find-account.ts';
import { invalidField, Problem } from './problem.ts';
import { readQuery } from './query.ts';

const defaultLimit = 5000;

/** Lambda carries 6 MB, and this as base64, which is a third longer. */
const maxPageBytes = 4_000_000;

export const exportQuerySchema = z.strictObject({
  limit: wholeNumber(1, 10_000).default(defaultLimit),
  cursor: z.string().max(200).optional(),
});

/** A session as a line that imports again to the same: the status only where it is fixed. */
export function toExportLine(record: SessionRecord): string {
  const { sessionStatus, userIds, callId } = entryOf(record);
  const own = { isStatusFixed: sessionStatus !== undefined, callId, identities: userIds.slice(1) };
  return `${importableText(record.row, own)}\n`;
}

const toCursor = ({ epoch }: Account, sessionId: string): string => `${epoch.toString(36)}.${sessionId}`;

/** @returns the id of the last session of the page before */
function readCursor(cursor: string, { epoch }: Account): string {
  const [dataSet, sessionId = ''] = cursor.split('.', 2);
  if (!isId(sessionId)) throw invalidField('cursor', 'is not one of this export');
  if (dataSet === epoch.toString(36)) return sessionId;
  throw new Problem(
    409,
    'cursor_outdated',
    'The account was reset or restored since the page before: begin the export again.',
  );
}

interface Page {
  lines: string[];
  /** The last session on the page, if there are more. */
  last?: string;
}

async function readPage(
  sessions: SessionStore,
  account: Account,
  after: string | undefined,
  limit: number,
): Promise<Page> {
  const lines: string[] = [];
  let bytes = 0;
  let last: string | undefined;
  for await (const records of sessions.readRecords(account, after, limit + 1)) {
    for (const record of records) {
      const line = toExportLine(record);
      bytes += Buffer.byteLength(line);
      if (last !== undefined && (lines.length === limit || bytes > maxPageBytes)) return { lines, last };
      lines.push(line);
      last = record.sessionId;
    }
  }
  return { lines };
}

/** Gives sessions out as NDJSON, in pages that `Link` leads through. */
export function exportRoutes(app: Hono, dependencies: ControlDependencies): void {
  app.get('/accounts/:accountId/sessions', async (context) => {
    const { limit, cursor } = readQuery(context.req.url, exportQuerySchema);
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const after = cursor === undefined ? undefined : readCursor(cursor, account);
    const { lines, last } = await readPage(dependencies.store.sessions, account, after, limit);
    context.header('content-type', 'application/x-ndjson');
    if (last !== undefined) {
      const search = new URLSearchParams({ cursor: toCursor(account, last), limit: String(limit) });
      context.header('link', `<${new URL(context.req.url).pathname}?${search}>; rel="next"`);
    }
    return context.body(lines.join(''));
  });
}
