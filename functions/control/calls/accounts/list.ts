import * as z from 'zod';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { cursor, fromCursor, toCursor, wholeNumber } from '../../fields.ts';
import { accountLine, accountLineSchema } from './get.ts';

const accountListSchema = z.object({
  accounts: z.array(accountLineSchema),
  /** The `cursor` of the next page, where there is one. */
  next: z.string().optional(),
});

export const listAccounts = defineCall({
  method: 'get',
  path: '/accounts',
  tag: 'accounts',
  id: 'listAccounts',
  summary: 'List accounts by id',
  query: z.strictObject({ limit: wholeNumber(1, 1000).default(100), cursor: cursor.optional() }),
  answers: { 200: json('A page of accounts', 'Accounts', accountListSchema) },
  run: async ({ query: { limit, cursor } }, { store, time }) => {
    const { accounts, next } = await store.registry.list(time.now(), limit, cursor && fromCursor(cursor));
    return {
      status: 200,
      body: {
        accounts: accounts.map(accountLine),
        ...(next === undefined ? {} : { next: toCursor(next) }),
      },
    };
  },
});
