import { type AccountView, accountShape, accountText } from '../account.ts';
import type { Client } from '../client.ts';
import type { Command, Invocation } from '../command.ts';
import { CliError, type ExitCode, exitCodes, wrongUsage } from '../failure.ts';
import { readJsonArgument } from '../json-argument.ts';
import { columns } from '../output.ts';
import { runSubcommand, takeWords } from '../subcommand.ts';

interface Accounts {
  accounts: { accountId: string; createdAt: string; expiresAt?: string }[];
  next?: string;
}

async function list(invocation: Invocation): Promise<ExitCode> {
  takeWords('accounts list', invocation);
  const { client, output } = invocation;
  const accounts: Accounts['accounts'] = [];
  let search: string | undefined = '';
  while (search !== undefined) {
    const page: Accounts = await client.call('GET', `/accounts${search}`, { accounts: 'array' });
    accounts.push(...page.accounts);
    search = page.next && `?${new URLSearchParams({ cursor: page.next })}`;
  }
  output.result({ accounts }, () =>
    columns(
      accounts.map(({ accountId, createdAt, expiresAt }) => [
        accountId,
        `made ${createdAt}`,
        ...(expiresAt ? [`expires ${expiresAt}`] : []),
      ]),
    ),
  );
  if (accounts.length === 0) output.say('No accounts.');
  return exitCodes.done;
}

async function create(invocation: Invocation): Promise<ExitCode> {
  const { client, output, text } = invocation;
  const [accountId] = takeWords('accounts create', invocation, 'ID?');
  const from = text('from');
  const given = from === undefined ? {} : readJsonArgument(from);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw wrongUsage('--from must be a JSON object', 'accounts');
  }
  const seconds = text('expires-in');
  if (seconds !== undefined && !/^\d{1,9}$/.test(seconds)) {
    throw wrongUsage(`--expires-in ${seconds} is not a number of seconds`, 'accounts');
  }
  const account = await client.call<AccountView>('POST', '/accounts', accountShape, {
    ...given,
    ...(accountId === undefined ? {} : { accountId }),
    ...(seconds === undefined ? {} : { expiresInSeconds: Number(seconds) }),
  });
  output.result(account, () => accountText(account));
  return exitCodes.done;
}

async function show(invocation: Invocation): Promise<ExitCode> {
  const { client, output } = invocation;
  const [accountId] = takeWords('accounts show', invocation, 'ID?');
  const account = await client.call<AccountView>('GET', client.path('', accountId), accountShape);
  output.result(account, () => accountText(account));
  return exitCodes.done;
}

async function remove(invocation: Invocation): Promise<ExitCode> {
  const { client, output } = invocation;
  const [accountId] = takeWords('accounts remove', invocation, 'the ID of the account to remove');
  const existed = await exists(client, accountId);
  // Asked for either way: what is left of an account that expired, or whose removal broke off, goes too.
  const removal = await client.remove(client.path('', accountId));
  if (removal === 'continues') {
    output.result(
      { removed: accountId, removal },
      () => `The account ${accountId} is removed; the removal continues until all it held is gone.`,
    );
    return exitCodes.done;
  }
  if (!existed) throw new CliError(`There was no account ${accountId}.`);
  output.result({ removed: accountId }, () => `The account ${accountId} and all it held is removed.`);
  return exitCodes.done;
}

async function exists(client: Client, accountId: string | undefined): Promise<boolean> {
  try {
    await client.call<AccountView>('GET', client.path('', accountId), accountShape);
    return true;
  } catch (error) {
    if (error instanceof CliError && error.refusal === 'account_not_found') return false;
    throw error;
  }
}

export const accountsCommand: Command = {
  name: 'accounts',
  summary: 'list, make, show and remove accounts',
  usage: ['accounts [list]', 'accounts create [ID] [options]', 'accounts show [ID]', 'accounts remove ID'],
  details: ['Nothing given, a new account has one bot, one builder app and one admin app.'],
  options: {
    from: { value: 'FILE|JSON|-', about: 'create: bots, apps, clock, settings and the rest as JSON' },
    'expires-in': { value: 'SECONDS', about: 'create: remove the account by itself after so long' },
  },
  run: (invocation) => runSubcommand('accounts', { list, create, show, remove }, invocation, 'list'),
};
