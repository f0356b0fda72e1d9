import * as z from 'zod';
import { noData } from '../../../store/data-sets/kept-states.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { sessionCount } from '../../fields.ts';
import { tidyUpLater } from '../../tidy-up.ts';
import { clockView, clockViewSchema } from '../clock/get.ts';

const resetSchema = z.strictObject({ to: z.enum(['seed', 'empty']).default('seed') });

const resetAnswerSchema = z.object({ written: sessionCount, clock: clockViewSchema });

/** Stands with the snapshots: it goes back to the state that every account has. */
export const resetAccount = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/reset',
  tag: 'snapshots',
  id: 'resetAccount',
  summary: 'Take an account back to its seed, or to no sessions; its clock as it was made, no faults',
  description: 'Requests see what was before or what is after, never something between.',
  body: jsonBody('Reset', resetSchema),
  answers: { 200: json('How many sessions there are now', 'ResetAnswer', resetAnswerSchema) },
  problems: { 503: ['account_busy'] },
  run: async ({ account, body: { to } }, dependencies) => {
    const { store, time, longestWorkMs } = dependencies;
    const { snapshots, dataSets } = store;
    const isToSeed = to === 'seed';
    const origin = isToSeed
      ? await snapshots.takeOrigin(account, time.now(), longestWorkMs)
      : await snapshots.readOrigin(account);
    const clock = origin?.clock ?? account.clock;
    const data = (isToSeed && origin) || noData;
    await dataSets.switchTo(account, { ...data, clock, faults: null }, time.now());
    tidyUpLater(dependencies);
    return { status: 200, body: { written: data.sessions, clock: clockView(clock, time.now()) } };
  },
});
