import { defineCall, json } from '../../call.ts';
import { accountView, accountViewSchema } from './account-view.ts';

export const getAccount = defineCall({
  method: 'get',
  path: '/accounts/{accountId}',
  tag: 'accounts',
  id: 'getAccount',
  summary: 'Read an account',
  answers: { 200: json('The account', 'Account', accountViewSchema) },
  run: async ({ account }, dependencies) => ({
    status: 200,
    body: await accountView(dependencies, account),
  }),
});
