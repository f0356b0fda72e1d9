import { isId } from '../../../domain/ids.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { deletedSchema, deleteInTime, noneDeleted } from './delete.ts';

export const deleteSession = defineCall({
  method: 'delete',
  path: '/accounts/{accountId}/sessions/{sessionId}',
  tag: 'sessions',
  id: 'deleteSession',
  summary: 'Remove one session; safe to repeat',
  answers: { 200: json('Removed, or not there', 'DeletedSessions', deletedSchema) },
  problems: { 409: ['data_replaced'], 503: ['account_busy'] },
  run: async ({ account, parameters: { sessionId }, until }, dependencies) => ({
    status: 200,
    body: isId(sessionId)
      ? await deleteInTime(dependencies, account, { sessionIds: [sessionId] }, until)
      : noneDeleted,
  }),
});
