import type { Hono } from 'hono';
import type { Bot } from '../domain/account.ts';
import { type BotInput, botSchema, toBot } from '../domain/new-account.ts';
import { readJson } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import { findAccount } from './find-account.ts';
import { mostBots, tooMany } from './limits.ts';
import { accountNotFound, Problem } from './problem.ts';

/** @throws Problem where two bots have one id */
export function prepareBots(inputs: readonly BotInput[]): Bot[] {
  const bots = inputs.map(toBot);
  const twice = bots.find(({ botId }, index) => bots.findIndex((bot) => bot.botId === botId) < index);
  if (!twice) return bots;
  throw new Problem(400, 'invalid_request', `The bot id ${twice.botId} is given twice.`, [
    { field: `bots.${bots.indexOf(twice)}.botId`, message: 'is given twice' },
  ]);
}

export function botRoutes(app: Hono, dependencies: ControlDependencies): void {
  app.post('/accounts/:accountId/bots', async (context) => {
    const bot = toBot(await readJson(context.req.raw, botSchema));
    const account = await findAccount(dependencies, context.req.param('accountId'));
    if (account.bots.size >= mostBots) throw tooMany('bots', mostBots);
    if (!(await dependencies.store.accounts.addBot(account, bot))) throw accountNotFound(account.accountId);
    return context.json(bot, 201);
  });
}
