import * as z from 'zod';
import type { Account } from '../../../domain/account.ts';
import { isId } from '../../../domain/ids.ts';
import { importableText } from '../../../domain/rows/kept-text.ts';
import { entryOf } from '../../../store/sessions/session-item.ts';
import type { SessionRecord } from '../../../store/sessions/session-record.ts';
import type { SessionStore } from '../../../store/sessions/sessions.ts';
import { defineCall } from '../../call.ts';
import { cursor, wholeNumber } from '../../fields.ts';
import { invalidField, Problem } from '../../problem.ts';

const defaultLimit = 5000;

/** A Lambda response holds 6 MB, and base64 makes a page a third longer. */
const maxPageBytes = 4_000_000;

/** A session as a line that imports again to the same: the status only where it is fixed. */
function toExportLine(record: SessionRecord): string {
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

interface ExportPage {
  lines: string[];
  /** The last session on the page, if there are more. */
  last?: string;
}

async function readPage(
  sessions: SessionStore,
  account: Account,
  after: string | undefined,
  limit: number,
): Promise<ExportPage> {
  const lines: string[] = [];
  let bytes = 0;
  let last: string | undefined;
  for await (const records of sessions.readRecords(account.layers, after, limit + 1)) {
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

export const exportSessions = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/sessions',
  tag: 'sessions',
  id: 'exportSessions',
  summary: 'Give sessions out as NDJSON that imports again to the same answers',
  query: z.strictObject({ limit: wholeNumber(1, 10_000).default(defaultLimit), cursor: cursor.optional() }),
  answers: {
    200: {
      description: 'A page of sessions, one a line',
      headers: { link: 'The next page as rel="next", where there is one' },
      content: { name: 'SessionExport', schema: z.string(), types: ['application/x-ndjson'] },
    },
  },
  problems: { 409: ['cursor_outdated'] },
  run: async ({ account, query: { limit, cursor }, url }, { store }) => {
    const after = cursor === undefined ? undefined : readCursor(cursor, account);
    const { lines, last } = await readPage(store.sessions, account, after, limit);
    const body = lines.join('');
    if (last === undefined) return { status: 200, body };
    const search = new URLSearchParams({ cursor: toCursor(account, last), limit: String(limit) });
    return { status: 200, body, headers: { link: `<${url.pathname}?${search}>; rel="next"` } };
  },
});
