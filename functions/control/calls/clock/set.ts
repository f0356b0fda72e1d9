import * as z from 'zod';
import { accountNow, advanced, setTo } from '../../../domain/clock.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { Problem } from '../../problem.ts';
import { clockSchema, clockView, clockViewSchema, duration, isInRange } from './get.ts';

const clockChangeSchema = z.union([clockSchema, z.strictObject({ advance: duration })]);

/** @throws Problem where a clock would leave the years that dates are written with */
function checkRange(now: number): void {
  if (isInRange(now)) return;
  throw new Problem(400, 'invalid_request', 'The clock would show a year before 1900 or after 9899.', [
    { field: 'advance', message: 'leads out of the years 1900 to 9899' },
  ]);
}

export const setClock = defineCall({
  method: 'put',
  path: '/accounts/{accountId}/clock',
  tag: 'clock',
  id: 'setClock',
  summary: 'Let the clock run, freeze it, set it off or advance it',
  body: jsonBody('ClockChange', clockChangeSchema),
  answers: { 200: json('The clock from now on', 'Clock', clockViewSchema) },
  run: async ({ account, body: change }, { store, time }) => {
    const clock = await store.accounts.changeClock(account, (before) => {
      if (!('advance' in change)) return setTo(before, change, time.now());
      checkRange(accountNow(before, time.now()) + change.advance);
      return advanced(before, change.advance);
    });
    return { status: 200, body: clockView(clock, time.now()) };
  },
});
