import { appendMembers } from '../../../domain/rows/members.ts';
import { toExported } from '../../../store/messages/message-item.ts';
import type { SessionRecord } from '../../../store/sessions/session-record.ts';
import { isKeptMessageId } from '../../../store/table/keys.ts';
import { defineCall } from '../../call.ts';
import { exportAnswer, exportPage, exportQuerySchema } from '../../export-pages.ts';

/** A message as a line that imports again to the same; nothing of what stands beside messages. */
function toLine(record: SessionRecord): string | undefined {
  if (!isKeptMessageId(record.sessionId)) return undefined;
  const { row, identities } = toExported(record);
  return `${appendMembers(row, identities.length > 0 ? { identities } : {})}\n`;
}

export const exportMessages = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/messages',
  tag: 'messages',
  id: 'exportMessages',
  summary: 'Give imported messages out as NDJSON that imports again to the same answers',
  query: exportQuerySchema,
  answers: { 200: exportPage('A page of messages, one a line', 'MessageExport') },
  problems: { 409: ['cursor_outdated'] },
  run: ({ account, query }, { store }) =>
    exportAnswer(account, query, isKeptMessageId, toLine, (after, limit) =>
      store.sessions.readMessageRecords(account.layers, after, limit),
    ),
});
