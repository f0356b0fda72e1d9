import { botChangeSchema } from '../../../domain/new-account-schema.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { Problem } from '../../problem.ts';
import { botViewSchema } from './add.ts';

export const changeBot = defineCall({
  method: 'patch',
  path: '/accounts/{accountId}/bots/{botId}',
  tag: 'accounts',
  id: 'changeBot',
  summary: 'Change the name of a bot',
  body: jsonBody('BotChange', botChangeSchema),
  answers: { 200: json('The bot', 'Bot', botViewSchema) },
  problems: { 404: ['bot_not_found'] },
  run: async ({ account, parameters: { botId }, body: { name } }, { store }) => {
    const changed = account.bots.has(botId)
      ? await store.accounts.changeBot(account, botId, (bot) => ({ ...bot, name: name ?? bot.name }))
      : undefined;
    if (changed) return { status: 200, body: changed };
    throw new Problem(404, 'bot_not_found', `The account ${account.accountId} has no bot ${botId}.`);
  },
});
