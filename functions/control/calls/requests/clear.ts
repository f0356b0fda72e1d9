import { defineCall } from '../../call.ts';

export const clearRequests = defineCall({
  method: 'delete',
  path: '/accounts/{accountId}/requests',
  tag: 'requests',
  id: 'clearRequests',
  summary: 'Empty the journal',
  answers: { 204: { description: 'Emptied' } },
  run: async ({ account }, { store }) => {
    await store.journal.clear(account);
    return { status: 204, body: null };
  },
});
