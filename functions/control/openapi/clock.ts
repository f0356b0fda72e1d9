import * as z from 'zod';
import { clockChangeSchema } from '../clock.ts';
import { answer, type Operation } from './operation.ts';

export const clockViewSchema = z.object({
  mode: z.enum(['real', 'offset', 'frozen']),
  now: z.iso.datetime({ precision: 3 }),
  offsetMs: z.int().optional(),
});

export const clockOperations = (): Operation[] => [
  {
    method: 'get',
    path: '/accounts/{accountId}/clock',
    tag: 'clock',
    id: 'getClock',
    summary: 'What the clock of the account shows',
    answers: { 200: answer('The clock', 'Clock', clockViewSchema) },
  },
  {
    method: 'put',
    path: '/accounts/{accountId}/clock',
    tag: 'clock',
    id: 'setClock',
    summary: 'Let the clock run, freeze it, set it off or advance it',
    body: { name: 'ClockChange', schema: clockChangeSchema },
    answers: { 200: answer('The clock from now on', 'Clock', clockViewSchema) },
  },
];
