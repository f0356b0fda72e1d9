import { isId } from '../../../domain/ids.ts';
import { importableText } from '../../../domain/rows/kept-text.ts';
import { entryOf } from '../../../store/sessions/session-item.ts';
import type { SessionRecord } from '../../../store/sessions/session-record.ts';
import { defineCall } from '../../call.ts';
import { exportAnswer, exportPage, exportQuerySchema } from '../../export-pages.ts';

/** A session as a line that imports again to the same: the status only where it is fixed. */
function toExportLine(record: SessionRecord): string {
  const { sessionStatus, userIds, callId } = entryOf(record);
  const own = { isStatusFixed: sessionStatus !== undefined, callId, identities: userIds.slice(1) };
  return `${importableText(record.row, own)}\n`;
}

export const exportSessions = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/sessions',
  tag: 'sessions',
  id: 'exportSessions',
  summary: 'Give sessions out as NDJSON that imports again to the same answers',
  query: exportQuerySchema,
  answers: { 200: exportPage('A page of sessions, one a line', 'SessionExport') },
  problems: { 409: ['cursor_outdated'] },
  run: ({ account, query }, { store }) =>
    exportAnswer(account, query, isId, toExportLine, (after, limit) =>
      store.sessions.readRecords(account.layers, after, limit),
    ),
});
