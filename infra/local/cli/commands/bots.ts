import { type ExitCode, exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { columns, count } from '../shared/output.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';

async function list(invocation: Invocation): Promise<ExitCode> {
  takeWords('bots list', invocation);
  const { client, account, output } = invocation;
  const { bots } = await client.call('getAccount', { accountId: account });
  output.result({ bots }, () => columns(bots.map(({ botId, name }) => [botId, name])));
  if (bots.length === 0) output.say('No bots.');
  return exitCodes.done;
}

async function add(invocation: Invocation): Promise<ExitCode> {
  const [botId] = takeWords('bots add', invocation, 'ID?');
  const { client, account, output, text } = invocation;
  const [name, apps = 'all'] = [text('name'), text('apps')];
  const bot = await client.callUnchecked('addBot', {
    accountId: account,
    body: {
      ...(botId === undefined ? {} : { botId }),
      ...(name === undefined ? {} : { name }),
      ...(apps === 'none' ? {} : { apps: apps === 'all' ? apps : apps.split(',') }),
    },
  });
  output.result(bot, () => `${bot.botId}  ${bot.name}`);
  return exitCodes.done;
}

async function rename(invocation: Invocation): Promise<ExitCode> {
  const [botId = '', name = ''] = takeWords('bots rename', invocation, 'the ID of a bot', 'a NAME');
  const { client, account, output } = invocation;
  const bot = await client.call('changeBot', { accountId: account, botId, body: { name } });
  output.result(bot, () => `${bot.botId}  ${bot.name}`);
  return exitCodes.done;
}

async function remove(invocation: Invocation): Promise<ExitCode> {
  const [botId = ''] = takeWords('bots remove', invocation, 'the ID of a bot');
  const { client, account, output } = invocation;
  const { deleted } = await client.callPatiently('removeBot', { accountId: account, botId });
  output.result({ removed: botId, deleted }, () => `${botId} is gone, with ${count(deleted, 'session')}.`);
  return exitCodes.done;
}

export const botsCommand: Command = {
  name: 'bots',
  summary: "list, add, rename and remove the account's bots",
  usage: ['bots [list]', 'bots add [ID] [options]', 'bots rename ID NAME', 'bots remove ID'],
  options: {
    name: { value: 'TEXT', about: 'add: its name' },
    apps: { value: 'all|none|IDS', about: 'add: the builder apps to link it to (default: all), with commas' },
  },
  run: (invocation) => runSubcommand('bots', { list, add, rename, remove }, invocation, 'list'),
};
