import * as z from 'zod';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { toCursor } from '../../fields.ts';
import { entrySchema, findEntries, requestsQuerySchema } from './entries.ts';

export const requestsSchema = z.object({ requests: z.array(entrySchema), next: z.string().optional() });

export const getRequests = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/requests',
  tag: 'requests',
  id: 'getRequests',
  summary: 'What clients asked, what was answered and why; newest first',
  query: requestsQuerySchema,
  answers: {
    200: json('A page of the journal; next is the cursor of the one after it', 'Requests', requestsSchema),
  },
  run: async ({ account, query }, { store: { journal }, time }) => {
    await journal.settled();
    const { entries, next } = await findEntries(query, (range) => journal.read(account, range, time.now()));
    return {
      status: 200,
      body: { requests: entries, ...(next === undefined ? {} : { next: toCursor(next) }) },
    };
  },
});

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
