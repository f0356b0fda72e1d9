import * as z from 'zod';
import { botSchema } from '../../domain/new-account.ts';
import { answer, type Operation } from './operation.ts';

export const botViewSchema = z.object({ botId: z.string(), name: z.string() });

export const botOperations = (): Operation[] => [
  {
    method: 'post',
    path: '/accounts/{accountId}/bots',
    tag: 'accounts',
    id: 'addBot',
    summary: 'Add a bot; what is left out is made up',
    body: { name: 'NewBot', schema: botSchema },
    answers: { 201: answer('The bot', 'Bot', botViewSchema) },
    problems: { 409: ['bot_exists'] },
  },
];
