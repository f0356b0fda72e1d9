import { exitCodes } from '../../../errors.ts';
import { clockText } from '../shared/account.ts';
import type { Command } from '../shared/command.ts';
import { count } from '../shared/output.ts';
import { takeWords } from '../shared/subcommand.ts';

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
