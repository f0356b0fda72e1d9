import { defineCall } from '../../call.ts';

export const clearFaults = defineCall({
  method: 'delete',
  path: '/accounts/{accountId}/faults',
  tag: 'faults',
  id: 'clearFaults',
  summary: 'Remove all rules',
  answers: { 204: { description: 'Removed' } },
  run: async ({ account: { accountId } }, { store }) => {
    await store.accounts.change(accountId, { faults: null });
    return { status: 204, body: null };
  },
});
