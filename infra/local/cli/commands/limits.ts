import { exitCodes } from '../../../errors.ts';
import type { Command } from '../shared/command.ts';
import { columns } from '../shared/output.ts';
import { takeWords } from '../shared/subcommand.ts';

export const limitsCommand: Command = {
  name: 'limits',
  summary: 'how much of the rate limits is used up',
  usage: ['limits [options]'],
  details: ["By the account's clock. A look counts as no request."],
  run: async (invocation) => {
    takeWords('limits', invocation);
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
  },
};
