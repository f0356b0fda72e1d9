import { defineCall, json } from '../../call.ts';
import { clockView, clockViewSchema } from './clock-view.ts';

export const getClock = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/clock',
  tag: 'clock',
  id: 'getClock',
  summary: 'What the clock of the account shows',
  answers: { 200: json('The clock', 'Clock', clockViewSchema) },
  run: async ({ account }, { time }) => ({ status: 200, body: clockView(account.clock, time.now()) }),
});
