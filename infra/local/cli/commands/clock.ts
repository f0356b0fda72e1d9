import { type ExitCode, exitCodes } from '../../../errors.ts';
import { clockText } from '../shared/account.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';
import { wrongUsage } from '../shared/wording.ts';

async function change({ client, account, output }: Invocation, clock: unknown): Promise<ExitCode> {
  const now = await client.callUnchecked('setClock', { accountId: account, body: clock });
  output.result(now, () => clockText(now));
  return exitCodes.done;
}

async function show(invocation: Invocation): Promise<ExitCode> {
  takeWords('clock show', invocation);
  const { client, account, output } = invocation;
  const clock = await client.call('getClock', { accountId: account });
  output.result(clock, () => clockText(clock));
  return exitCodes.done;
}

function advance(invocation: Invocation): Promise<ExitCode> {
  const [by] = takeWords('clock advance', invocation, 'a DURATION such as PT15M');
  return change(invocation, { advance: by });
}

function set(invocation: Invocation): Promise<ExitCode> {
  const modes = {
    real: async (given: Invocation) => {
      takeWords('clock set real', given);
      return change(given, { mode: 'real' });
    },
    frozen: async (given: Invocation) => {
      const [time] = takeWords('clock set frozen', given, 'TIME?');
      return change(given, { mode: 'frozen', now: time ?? (await shownNow(given)) });
    },
    offset: async (given: Invocation) => {
      const [by] = takeWords('clock set offset', given, 'a DURATION such as PT15M');
      return change(given, { mode: 'offset', by });
    },
  };
  if (invocation.words.length === 0) throw wrongUsage('clock set needs real, frozen or offset', 'clock');
  return runSubcommand('clock set', modes, invocation);
}

async function shownNow({ client, account }: Invocation): Promise<string> {
  return (await client.call('getClock', { accountId: account })).now;
}

export const clockCommand: Command = {
  name: 'clock',
  summary: "show, freeze, set and advance the account's clock",
  usage: [
    'clock [show]',
    'clock set real',
    'clock set frozen [TIME]',
    'clock set offset DURATION',
    'clock advance DURATION',
  ],
  details: [
    'TIME is an ISO time such as 2026-03-01T09:00:00.000Z; without it the clock stops where it is.',
    'DURATION is an ISO 8601 duration such as PT15M, P1D or -PT1H.',
  ],
  run: (invocation) => runSubcommand('clock', { show, set, advance }, invocation, 'show'),
};
