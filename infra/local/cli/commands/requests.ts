import { type ExitCode, exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { entryText, follow, type JournalFilters } from '../shared/journal.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';
import { wrongUsage } from '../shared/wording.ts';

const filters = {
  status: 'status',
  route: 'route',
  bot: 'botId',
  client: 'clientId',
  from: 'from',
  to: 'to',
  limit: 'limit',
  cursor: 'cursor',
};

const filtersOf = ({ text }: Invocation): JournalFilters =>
  Object.fromEntries(Object.entries(filters).map(([option, parameter]) => [parameter, text(option)]));

async function list(invocation: Invocation): Promise<ExitCode> {
  takeWords('requests', invocation);
  const { client, account, output, flag } = invocation;
  if (flag('unattributed')) return listUnattributed(invocation);
  if (flag('follow')) return followUntilSignal(invocation);
  const query = filtersOf(invocation);
  const page = await client.call('getRequests', { accountId: account, query });
  output.result(page, () => page.requests.map(entryText).join('\n'));
  if (page.next !== undefined) output.say(`There are older ones: --cursor ${page.next}`);
  else if (page.requests.length === 0) output.say('No requests.');
  return exitCodes.done;
}

async function listUnattributed(invocation: Invocation): Promise<ExitCode> {
  const { client, output, flag, text } = invocation;
  const excluded = ['follow', 'bot', 'client', 'account'].find(
    (option) => flag(option) || text(option) !== undefined,
  );
  if (excluded) throw wrongUsage(`--unattributed and --${excluded} exclude each other`, 'requests');
  const { botId: _, clientId: __, ...query } = filtersOf(invocation);
  const page = await client.call('getUnattributedRequests', { query });
  output.result(page, () => page.requests.map(entryText).join('\n'));
  if (page.next !== undefined) output.say(`There are older ones: --cursor ${page.next}`);
  else if (page.requests.length === 0) output.say('No requests.');
  if (page.leftOut > 0) output.say(`${page.leftOut} more were not kept: there were too many in a minute.`);
  return exitCodes.done;
}

async function followUntilSignal(invocation: Invocation): Promise<ExitCode> {
  for (const option of ['to', 'cursor']) {
    if (invocation.text(option) !== undefined)
      throw wrongUsage(`--follow and --${option} exclude each other`, 'requests');
  }
  await follow(invocation, filtersOf(invocation), invocation.terminal.interruption());
  return exitCodes.done;
}

async function clear(invocation: Invocation): Promise<ExitCode> {
  takeWords('requests clear', invocation);
  const { client, account, output, flag } = invocation;
  if (flag('unattributed')) {
    await client.call('clearUnattributedRequests', {});
    output.result({ cleared: true }, () => 'Requests that belong to no account are forgotten.');
    return exitCodes.done;
  }
  await client.call('clearRequests', { accountId: account });
  output.result({ cleared: true }, () => 'The journal is empty.');
  return exitCodes.done;
}

export const requestsCommand: Command = {
  name: 'requests',
  summary: 'what clients asked, what was answered and why',
  usage: ['requests [options]', 'requests clear'],
  details: [
    'Newest first; with --follow oldest first, and on as they come, until Ctrl-C. With --json --follow each',
    'request is a line of JSON.',
  ],
  options: {
    unattributed: {
      about: 'instead those that belong to no account: no token, an unknown client, a wrong path',
    },
    follow: { about: 'go on with requests as they come' },
    status: { value: 'NUMBER', about: 'only answers with this status' },
    route: { value: 'bot|account', about: 'only this route' },
    bot: { value: 'ID', about: 'only this bot' },
    client: { value: 'ID', about: 'only this client id' },
    from: { value: 'TIME', about: "not before this time of the emulator's machine" },
    to: { value: 'TIME', about: 'not after this time' },
    limit: { value: 'NUMBER', about: 'at most so many (default 100)' },
    cursor: { value: 'TEXT', about: 'go on where an earlier answer ended' },
  },
  run: (invocation) => runSubcommand('requests', { list, clear }, invocation, 'list'),
};
