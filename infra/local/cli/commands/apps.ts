import type { AppView } from '../../../client/types.ts';
import { type ExitCode, exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { readJsonArgument } from '../shared/json-argument.ts';
import { columns } from '../shared/output.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';

const rows = (apps: readonly AppView[]): string =>
  columns(apps.map(({ kind, clientId, clientSecret, name }) => [kind, clientId, clientSecret, name]));

async function list(invocation: Invocation): Promise<ExitCode> {
  takeWords('apps list', invocation);
  const { client, account, output } = invocation;
  const { apps } = await client.call('getAccount', { accountId: account });
  output.result({ apps }, () => rows(apps));
  if (apps.length === 0) output.say('No apps.');
  return exitCodes.done;
}

async function add(invocation: Invocation): Promise<ExitCode> {
  const [argument] = takeWords('apps add', invocation, 'builder, admin, or the app: a FILE, JSON or -');
  const { client, account, output } = invocation;
  const isKind = argument === 'builder' || argument === 'admin';
  const body = isKind ? { kind: argument } : await readJsonArgument(argument ?? '', invocation);
  const app = await client.callUnchecked('addApp', { accountId: account, body });
  output.result(app, () => rows([app]));
  return exitCodes.done;
}

async function change(invocation: Invocation): Promise<ExitCode> {
  const [clientId = '', argument = ''] = takeWords(
    'apps change',
    invocation,
    'a CLIENT_ID',
    'what to change: a FILE, JSON or -',
  );
  const { client, account, output } = invocation;
  const body = await readJsonArgument(argument, invocation);
  const app = await client.callUnchecked('changeApp', { accountId: account, clientId, body });
  output.result(app, () => rows([app]));
  return exitCodes.done;
}

async function remove(invocation: Invocation): Promise<ExitCode> {
  const [clientId = ''] = takeWords('apps remove', invocation, 'a CLIENT_ID');
  const { client, account, output } = invocation;
  await client.call('removeApp', { accountId: account, clientId });
  output.result({ removed: clientId }, () => `The app ${clientId} is gone.`);
  return exitCodes.done;
}

export const appsCommand: Command = {
  name: 'apps',
  summary: "list, add, change and remove the account's apps",
  usage: [
    'apps [list]',
    'apps add builder|admin|FILE|JSON|-',
    'apps change CLIENT_ID FILE|JSON|-',
    'apps remove CLIENT_ID',
  ],
  details: [
    'An app as the control API has it, for example one whose tokens are good for one request each:',
    '',
    `  kore-sessions-emulator apps add '{"kind":"builder","enforceJti":true}'`,
  ],
  run: (invocation) => runSubcommand('apps', { list, add, change, remove }, invocation, 'list'),
};
