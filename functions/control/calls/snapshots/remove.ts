import { isId } from '../../../domain/ids.ts';
import { defineCall } from '../../call.ts';
import { tidyUpLater } from '../../tidy-up.ts';

export const removeSnapshot = defineCall({
  method: 'delete',
  path: '/accounts/{accountId}/snapshots/{name}',
  tag: 'snapshots',
  id: 'removeSnapshot',
  summary: 'Remove a snapshot; safe to repeat',
  answers: { 204: { description: 'Removed, or not there' } },
  run: async ({ account, parameters: { name } }, dependencies) => {
    const { store, time } = dependencies;
    if (isId(name)) await store.snapshots.remove(account, name, time.now());
    tidyUpLater(dependencies);
    return { status: 204, body: null };
  },
});
