import type { PlacedEntry } from '../../../store/journal/items.ts';
import type { JournalRange } from '../../../store/journal/journal.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { count, toCursor } from '../../fields.ts';
import { findEntries, requestsQuerySchema } from './entries.ts';
import { requestsSchema } from './requests.ts';

const unattributedSchema = requestsSchema.extend({
  leftOut: count.meta({ description: 'How many more there were than may be kept in a minute.' }),
});

export const getUnattributed = defineCall({
  method: 'get',
  path: '/requests',
  tag: 'requests',
  id: 'getUnattributedRequests',
  summary: 'What was asked by requests that belong to no account, and why they were refused; newest first',
  query: requestsQuerySchema.omit({ botId: true, clientId: true }),
  answers: {
    200: json(
      'A page of them; next is the cursor of the one after it',
      'UnattributedRequests',
      unattributedSchema,
    ),
  },
  run: async ({ query }, { store: { journal, unattributed }, time }) => {
    await journal.settled();
    let leftOut = 0;
    async function* read(range: JournalRange): AsyncGenerator<PlacedEntry[]> {
      const found = await unattributed.read(range, time.now());
      leftOut = found.leftOut;
      yield found.entries;
    }
    const { entries, next } = await findEntries(query, read);
    const more = next === undefined ? {} : { next: toCursor(next) };
    return { status: 200, body: { requests: entries, ...more, leftOut } };
  },
});

export const clearUnattributed = defineCall({
  method: 'delete',
  path: '/requests',
  tag: 'requests',
  id: 'clearUnattributedRequests',
  summary: 'Forget the requests that belong to no account',
  answers: { 204: { description: 'Forgotten' } },
  run: async (_, { store: { journal, unattributed } }) => {
    await journal.settled();
    await unattributed.clear();
    return { status: 204, body: null };
  },
});
