import { existsSync } from 'node:fs';
import type { ControlClient } from '../../../client/client.ts';
import { ProblemError } from '../../../client/errors.ts';
import { pagesOf } from '../../../client/pages.ts';
import type { AccountPage } from '../../../client/types.ts';
import { type ExitCode, exitCodes, Failure } from '../../../errors.ts';
import { accountText } from '../shared/account.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { readJsonArgument } from '../shared/json-argument.ts';
import { columns } from '../shared/output.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';
import { wrongUsage } from '../shared/wording.ts';

async function list(invocation: Invocation): Promise<ExitCode> {
  takeWords('accounts list', invocation);
  const { client, output } = invocation;
  const accounts: AccountPage['accounts'] = [];
  for await (const page of pagesOf(client, 'listAccounts', {})) accounts.push(...page.accounts);
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
  const template = text('from-template');
  if (from !== undefined && template !== undefined)
    throw wrongUsage('--from and --from-template exclude each other', 'accounts');
  const ofTemplate = template === undefined ? {} : { from: { template } };
  const given =
    from === undefined ? ofTemplate : (sourceOf(from) ?? (await readJsonArgument(from, invocation)));
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw wrongUsage('--from must be a JSON object', 'accounts');
  }
  const seconds = text('expires-in');
  if (seconds !== undefined && !/^\d{1,9}$/.test(seconds)) {
    throw wrongUsage(`--expires-in ${seconds} is not a number of seconds`, 'accounts');
  }
  const account = await client.callUnchecked('createAccount', {
    body: {
      ...given,
      ...(accountId === undefined ? {} : { accountId }),
      ...(seconds === undefined ? {} : { expiresInSeconds: Number(seconds) }),
    },
  });
  output.result(account, () => accountText(account));
  return exitCodes.done;
}

/** What is no file's name and no JSON, such as `acc-1/golden`, or `acc-1/` for what the account is now. */
function sourceOf(from: string): { from: { accountId: string; snapshot?: string } } | undefined {
  const [, accountId, snapshot] = /^([A-Za-z0-9_-]{1,64})\/([A-Za-z0-9_-]{0,64})$/.exec(from) ?? [];
  if (accountId === undefined || existsSync(from)) return undefined;
  return { from: { accountId, ...(snapshot ? { snapshot } : {}) } };
}

async function show(invocation: Invocation): Promise<ExitCode> {
  const { client, output } = invocation;
  const [accountId = invocation.account] = takeWords('accounts show', invocation, 'ID?');
  const account = await client.call('getAccount', { accountId });
  output.result(account, () => accountText(account));
  return exitCodes.done;
}

async function remove(invocation: Invocation): Promise<ExitCode> {
  const { client, output } = invocation;
  const [accountId = ''] = takeWords('accounts remove', invocation, 'the ID of the account to remove');
  const existed = await exists(client, accountId);
  // Asked for either way: what is left of an account that expired, or whose removal broke off, goes too.
  const removal = await client.call('removeAccount', { accountId });
  if (removal === 'continues') {
    output.result(
      { removed: accountId, removal },
      () => `The account ${accountId} is removed; the removal continues until all it held is gone.`,
    );
    return exitCodes.done;
  }
  if (!existed) throw new Failure(`There was no account ${accountId}.`);
  output.result({ removed: accountId }, () => `The account ${accountId} and all it held is removed.`);
  return exitCodes.done;
}

async function exists(client: ControlClient, accountId: string): Promise<boolean> {
  try {
    await client.call('getAccount', { accountId });
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'account_not_found') return false;
    throw error;
  }
}

export const accountsCommand: Command = {
  name: 'accounts',
  summary: 'list, make, show and remove accounts',
  usage: ['accounts [list]', 'accounts create [ID] [options]', 'accounts show [ID]', 'accounts remove ID'],
  details: ['Nothing given, a new account has one bot, one builder app and one admin app.'],
  options: {
    from: {
      value: 'FROM',
      about: 'create: FILE, JSON or - with bots, apps and the rest; or ACCOUNT/[SNAPSHOT]',
    },
    'from-template': { value: 'NAME', about: 'create: as a template is; see templates' },
    'expires-in': { value: 'SECONDS', about: 'create: remove the account by itself after so long' },
  },
  run: (invocation) => runSubcommand('accounts', { list, create, show, remove }, invocation, 'list'),
};
