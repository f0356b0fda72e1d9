import type { AccountView } from '../../../client/types.ts';
import { type ExitCode, exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { columns } from '../shared/output.ts';
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

/** How much of it is used up, by the account's clock; a look counts as no request. */
async function used(invocation: Invocation): Promise<ExitCode> {
  takeWords('rate-limit used', invocation);
  const { client, account, output } = invocation;
  const limits = await client.call('getRateLimits', { accountId: account });
  output.result(limits, () => {
    const { rateLimit, used } = limits;
    if (rateLimit === 'off') return 'No limits.';
    return columns(
      used.map(({ botId, bucket, minute, hour }) => [
        `${botId ?? 'account route'}${bucket === undefined ? '' : `, ${bucket}`}`,
        `${minute} of ${rateLimit.perMinute} in 60 s`,
        `${hour} of ${rateLimit.perHour} in an hour`,
      ]),
    );
  });
  return exitCodes.done;
}

export const rateLimitCommand: Command = {
  name: 'rate-limit',
  summary: 'show and set how many requests the account may make, and how much of that is used up',
  usage: ['rate-limit [show]', 'rate-limit set off|vendor|PER_MINUTE/PER_HOUR', 'rate-limit used'],
  details: ["What is used up goes by the account's clock. A look counts as no request."],
  run: (invocation) => runSubcommand('rate-limit', { show, set, used }, invocation, 'show'),
};

export const limitsCommand: Command = {
  name: 'limits',
  summary: 'the same as rate-limit used',
  usage: ['limits [options]'],
  run: used,
};
