import * as z from 'zod';
import { isId } from '../../../domain/ids.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { tidyUpLater } from '../../tidy-up.ts';

const removalSchema = z.object({ accountId: z.string(), removal: z.literal('continues') });

/** How long a removal goes on before it leaves the rest for later. */
const removal = { items: Number.POSITIVE_INFINITY, ms: 5_000 };

export const removeAccount = defineCall({
  method: 'delete',
  path: '/accounts/{accountId}',
  tag: 'accounts',
  id: 'removeAccount',
  summary: 'Remove an account with all it holds; safe to repeat',
  looksUpAccount: false,
  answers: {
    202: json('Gone for everybody who asks; what it held is being removed', 'Removal', removalSchema),
    204: { description: 'Removed, or not there' },
  },
  run: async ({ parameters: { accountId } }, dependencies) => {
    const { store, time } = dependencies;
    const gone =
      !isId(accountId) ||
      (await store.removals.removeAccount(accountId, time.now(), store.removals.budget(removal)));
    if (gone) return { status: 204, body: null };
    tidyUpLater(dependencies, accountId);
    return { status: 202, body: { accountId, removal: 'continues' as const } };
  },
});
