import type { Bot } from '../domain/account.ts';
import { toBot } from '../domain/new-account.ts';
import type { BotInput } from '../domain/new-account-schema.ts';
import { Problem } from './problem.ts';

/** A cold request reads all bots of its account. */
export const mostBots = 200;

/** @throws Problem where two bots have one id */
export function prepareBots(inputs: readonly BotInput[]): Bot[] {
  const bots = inputs.map(toBot);
  const twice = bots.find(({ botId }, index) => bots.findIndex((bot) => bot.botId === botId) < index);
  if (!twice) return bots;
  throw new Problem(400, 'invalid_request', `The bot id ${twice.botId} is given twice.`, [
    { field: `bots.${bots.indexOf(twice)}.botId`, message: 'is given twice' },
  ]);
}
