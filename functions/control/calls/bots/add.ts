import * as z from 'zod';
import type { Account } from '../../../domain/account.ts';
import { toBot } from '../../../domain/new-account.ts';
import { addedBotSchema } from '../../../domain/new-account-schema.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { mostBots } from '../../bots.ts';
import { defineCall } from '../../call.ts';
import { accountNotFound, holdsTooMany, invalidField } from '../../problem.ts';

/** A bot as the API shows it. */
export const botViewSchema = z.object({ botId: z.string(), name: z.string() });

export const addBot = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/bots',
  tag: 'accounts',
  id: 'addBot',
  summary: 'Add a bot; what is left out is made up',
  body: jsonBody('NewBot', addedBotSchema),
  answers: { 201: json('The bot', 'Bot', botViewSchema) },
  problems: { 409: ['bot_exists'] },
  run: async ({ account, body: { apps = [], ...input } }, { store }) => {
    const bot = toBot(input);
    if (account.bots.size >= mostBots) throw holdsTooMany('bots', mostBots);
    const linked = apps === 'all' ? builderApps(account) : apps;
    for (const [index, clientId] of linked.entries()) checkBuilder(account, clientId, `apps.${index}`);
    if (!account.bots.has(bot.botId)) await store.accounts.linkBots(account, linked, [bot.botId]);
    if (!(await store.accounts.addBot(account, bot))) throw accountNotFound(account.accountId);
    return { status: 201, body: bot };
  },
});

const builderApps = ({ apps }: Account): string[] =>
  [...apps.values()].filter(({ kind }) => kind === 'builder').map(({ clientId }) => clientId);

/** @throws Problem where the account has no such builder app */
function checkBuilder({ apps }: Account, clientId: string, field: string): void {
  const app = apps.get(clientId);
  if (!app) throw invalidField(field, `names the app ${clientId}, which the account does not have`);
  if (app.kind === 'admin') throw invalidField(field, `names an admin app, which sees every bot`);
}
