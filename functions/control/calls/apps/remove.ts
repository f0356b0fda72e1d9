import { defineCall } from '../../call.ts';
import { accountNotFound } from '../../problem.ts';

export const removeApp = defineCall({
  method: 'delete',
  path: '/accounts/{accountId}/apps/{clientId}',
  tag: 'accounts',
  id: 'removeApp',
  summary: 'Remove an app: its tokens are refused from then on; safe to repeat',
  answers: { 204: { description: 'Removed, or not there' } },
  run: async ({ account, parameters: { clientId } }, { store }) => {
    // Also where it seems not to be there: a call that was cut off may have left a part of it.
    if (isClientId(clientId) && !(await store.accounts.removeApp(account, clientId))) {
      throw accountNotFound(account.accountId);
    }
    return { status: 204, body: null };
  },
});

const isClientId = (text: string): boolean => /^[A-Za-z0-9_-]{1,128}$/.test(text);
