import { exitCodes } from '../../../errors.ts';
import { clockText } from '../account.ts';
import type { Command } from '../command.ts';
import { count } from '../output.ts';
import { takeWords } from '../subcommand.ts';

export const resetCommand: Command = {
  name: 'reset',
  summary: 'back to how the account was made: sessions, clock, no faults',
  usage: ['reset [--to seed|empty]'],
  options: { to: { value: 'seed|empty', about: 'empty: without sessions (default: seed)' } },
  run: async (invocation) => {
    takeWords('reset', invocation);
    const { client, account, output, text } = invocation;
    const to = text('to');
    const result = await client.callUnchecked('resetAccount', {
      accountId: account,
      body: to === undefined ? {} : { to },
    });
    output.result(
      result,
      () => `${count(result.written, 'session')}, no faults; the clock is ${clockText(result.clock)}.`,
    );
    return exitCodes.done;
  },
};
