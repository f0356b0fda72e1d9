import * as z from 'zod';
import { idSchema } from '../../../domain/id-schema.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { count } from '../../fields.ts';
import { checkStillCurrent } from '../../find-account.ts';

const deletedSchema = z.object({
  deleted: count,
  settled: z.boolean(),
  /** The time of one call was not enough: call again. */
  more: z.literal(true).optional(),
});

export const deleteMessages = defineCall({
  method: 'delete',
  path: '/accounts/{accountId}/messages',
  tag: 'messages',
  id: 'deleteMessages',
  summary: 'Remove imported messages, all or those of some sessions, or of a bot: they are made up again',
  query: z.strictObject({ sessionId: z.array(idSchema).max(1000).optional(), botId: idSchema.optional() }),
  answers: { 200: json('How many were removed', 'DeletedMessages', deletedSchema) },
  problems: { 409: ['data_replaced'], 503: ['account_busy'] },
  run: async ({ account, query: { sessionId, botId }, until }, dependencies) => {
    const { store, time } = dependencies;
    const mayGoOn = (): boolean => time.monotonic() <= until;
    const writer = await store.messageWriter();
    const which = { ...(sessionId && { sessionIds: new Set(sessionId) }), botId };
    const { deleted, settled, more } = await writer.delete(account, which, mayGoOn);
    await checkStillCurrent(dependencies, account);
    return { status: 200, body: { deleted, settled, ...(more && { more }) } };
  },
});
