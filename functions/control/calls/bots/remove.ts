import { isId } from '../../../domain/ids.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { accountNotFound } from '../../problem.ts';
import { deletedSchema, deleteInTime, noneDeleted } from '../sessions/delete.ts';

export const removeBot = defineCall({
  method: 'delete',
  path: '/accounts/{accountId}/bots/{botId}',
  tag: 'accounts',
  id: 'removeBot',
  summary: 'Remove a bot with its sessions and messages, and the links of builder apps to it; safe to repeat',
  answers: { 200: json('Removed, or not there; how many sessions it had', 'DeletedSessions', deletedSchema) },
  problems: { 409: ['data_replaced'], 503: ['account_busy'] },
  run: async ({ account, parameters: { botId }, until }, dependencies) => {
    if (!isId(botId)) return { status: 200, body: noneDeleted };
    if (!(await dependencies.store.accounts.removeBot(account, botId))) {
      throw accountNotFound(account.accountId);
    }
    const { store, time } = dependencies;
    const sessions = await deleteInTime(dependencies, account, { sessionIds: [], botId }, until);
    if (sessions.more) return { status: 200, body: sessions };
    const writer = await store.messageWriter();
    const messages = await writer.delete(account, { botId }, () => time.monotonic() <= until);
    const settled = sessions.settled && messages.settled;
    return { status: 200, body: { ...sessions, settled, ...(messages.more && { more: true as const }) } };
  },
});
