import { flaws } from '../../../../functions/control/tokens/flaws.ts';
import type { AppView } from '../../../client/types.ts';
import { exitCodes } from '../../../errors.ts';
import { chooseApp } from '../shared/account.ts';
import type { Command } from '../shared/command.ts';
import { mint, sayRefusal, tokenOptions } from '../shared/minted.ts';
import { columns } from '../shared/output.ts';
import { takeWords } from '../shared/subcommand.ts';
import { wrongUsage } from '../shared/wording.ts';

function readKind(text: string): AppView['kind'] {
  if (text === 'builder' || text === 'admin') return text;
  throw wrongUsage(`--kind ${text} is not a kind of app: use builder or admin`, 'token');
}

export const tokenCommand: Command = {
  name: 'token',
  summary: 'a token for an app: a good one, or one that is bad in one known way',
  usage: ['token [options]'],
  details: [
    'Flaws, each with the reason that the emulator refuses it for; stderr repeats it:',
    '',
    columns(Object.entries(flaws).map(([name, { reason }]) => [`  ${name}`, reason])),
  ],
  options: {
    ...tokenOptions,
    kind: { value: 'builder|admin', about: 'the kind of app, without --client (default: builder)' },
  },
  run: async (invocation) => {
    takeWords('token', invocation);
    const { client, output, text } = invocation;
    const kind = readKind(text('kind') ?? 'builder');
    const account = await client.call('getAccount', { accountId: invocation.account });
    const minted = await mint(invocation, chooseApp(account, text('client'), kind).clientId);
    sayRefusal(minted, output);
    output.result(minted, () => minted.token);
    return exitCodes.done;
  },
};
