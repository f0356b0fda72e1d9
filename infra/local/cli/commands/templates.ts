import { type ExitCode, exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { columns, count } from '../shared/output.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';

async function list(invocation: Invocation): Promise<ExitCode> {
  takeWords('templates list', invocation);
  const { client, output } = invocation;
  const result = await client.call('listTemplates', {});
  output.result(result, () =>
    columns(
      result.templates.map(({ name, createdAt, sessions, bots }) => [
        name,
        createdAt,
        count(sessions, 'session'),
        count(bots.length, 'bot'),
      ]),
    ),
  );
  if (result.templates.length === 0) output.say('No templates.');
  return exitCodes.done;
}

async function save(invocation: Invocation): Promise<ExitCode> {
  const [name = ''] = takeWords('templates save', invocation, 'a NAME');
  const { client, account, output } = invocation;
  const template = await client.call('keepTemplate', { name, body: { from: { accountId: account } } });
  output.result(
    template,
    () => `${count(template.sessions, 'session')}, bots and clock kept as the template ${name}.`,
  );
  return exitCodes.done;
}

async function remove(invocation: Invocation): Promise<ExitCode> {
  const [name = ''] = takeWords('templates remove', invocation, 'a NAME');
  const { client, output } = invocation;
  await client.call('removeTemplate', { name });
  output.result({ removed: name }, () => `The template ${name} is removed; accounts made from it stay.`);
  return exitCodes.done;
}

export const templatesCommand: Command = {
  name: 'templates',
  summary: 'list, keep and remove what accounts can be made from by name',
  usage: ['templates [list]', 'templates save NAME', 'templates remove NAME'],
  details: ['An account begins as a template by accounts create --from-template NAME.'],
  run: (invocation) => runSubcommand('templates', { list, save, remove }, invocation, 'list'),
};
