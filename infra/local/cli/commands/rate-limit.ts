import type { AccountView } from '../../../client/types.ts';
import { type ExitCode, exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';
import { wrongUsage } from '../shared/wording.ts';

function limitText(limit: AccountView['rateLimit']): string {
  return limit === 'off' ? 'off' : `${limit.perMinute} a minute, ${limit.perHour} an hour`;
}

async function show(invocation: Invocation): Promise<ExitCode> {
  takeWords('rate-limit show', invocation);
  const { client, account, output } = invocation;
  const { rateLimit } = await client.call('getAccount', { accountId: account });
  output.result({ rateLimit }, () => limitText(rateLimit));
  return exitCodes.done;
}

async function set(invocation: Invocation): Promise<ExitCode> {
  const [word = ''] = takeWords('rate-limit set', invocation, 'off, vendor or PER_MINUTE/PER_HOUR');
  const { client, account, output } = invocation;
  const { rateLimit } = await client.callUnchecked('changeAccount', {
    accountId: account,
    body: { rateLimit: readLimit(word) },
  });
  output.result({ rateLimit }, () => limitText(rateLimit));
  return exitCodes.done;
}

function readLimit(word: string): unknown {
  if (word === 'off' || word === 'vendor') return word;
  const [, perMinute, perHour] = /^(\d{1,9})\/(\d{1,9})$/.exec(word) ?? [];
  if (perMinute !== undefined) return { perMinute: Number(perMinute), perHour: Number(perHour) };
  throw wrongUsage(`"${word}" is no limit: use off, vendor, or numbers such as 60/1800`, 'rate-limit');
}

export const rateLimitCommand: Command = {
  name: 'rate-limit',
  summary: 'show and set how many requests the account may make',
  usage: ['rate-limit [show]', 'rate-limit set off|vendor|PER_MINUTE/PER_HOUR'],
  run: (invocation) => runSubcommand('rate-limit', { show, set }, invocation, 'show'),
};
