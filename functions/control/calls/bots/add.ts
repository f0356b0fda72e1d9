import * as z from 'zod';
import { botSchema, toBot } from '../../../domain/new-account.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { mostBots } from '../../bots.ts';
import { defineCall } from '../../call.ts';
import { accountNotFound, holdsTooMany } from '../../problem.ts';

/** A bot as the API shows it. */
export const botViewSchema = z.object({ botId: z.string(), name: z.string() });

export const addBot = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/bots',
  tag: 'accounts',
  id: 'addBot',
  summary: 'Add a bot; what is left out is made up',
  body: jsonBody('NewBot', botSchema),
  answers: { 201: json('The bot', 'Bot', botViewSchema) },
  problems: { 409: ['bot_exists'] },
  run: async ({ account, body }, { store }) => {
    const bot = toBot(body);
    if (account.bots.size >= mostBots) throw holdsTooMany('bots', mostBots);
    if (!(await store.accounts.addBot(account, bot))) throw accountNotFound(account.accountId);
    return { status: 201, body: bot };
  },
});
