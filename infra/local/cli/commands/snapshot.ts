import { type ExitCode, exitCodes } from '../../../errors.ts';
import { clockText } from '../shared/account.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { columns, count } from '../shared/output.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';

async function save(invocation: Invocation): Promise<ExitCode> {
  const [name = ''] = takeWords('snapshot save', invocation, 'a NAME');
  const { client, account, output } = invocation;
  const snapshot = await client.call('keepSnapshot', { accountId: account, name });
  output.result(snapshot, () => `${count(snapshot.sessions, 'session')}, clock and faults kept as ${name}.`);
  return exitCodes.done;
}

async function restore(invocation: Invocation): Promise<ExitCode> {
  const [name = ''] = takeWords('snapshot restore', invocation, 'a NAME');
  const { client, account, output } = invocation;
  const restored = await client.call('restoreSnapshot', { accountId: account, name });
  output.result(
    restored,
    () => `${count(restored.sessions, 'session')} as in ${name}; the clock is ${clockText(restored.clock)}.`,
  );
  return exitCodes.done;
}

async function list(invocation: Invocation): Promise<ExitCode> {
  takeWords('snapshot list', invocation);
  const { client, account, output } = invocation;
  const result = await client.call('listSnapshots', { accountId: account });
  output.result(result, () =>
    columns(
      result.snapshots.map(({ name, createdAt, sessions }) => [name, createdAt, count(sessions, 'session')]),
    ),
  );
  if (result.snapshots.length === 0) output.say('No snapshots.');
  return exitCodes.done;
}

async function remove(invocation: Invocation): Promise<ExitCode> {
  const [name = ''] = takeWords('snapshot remove', invocation, 'a NAME');
  const { client, account, output } = invocation;
  await client.call('removeSnapshot', { accountId: account, name });
  output.result({ removed: name }, () => `The snapshot ${name} is removed.`);
  return exitCodes.done;
}

export const snapshotCommand: Command = {
  name: 'snapshot',
  summary: "keep an account's sessions, clock and faults, and go back to them",
  usage: ['snapshot save NAME', 'snapshot restore NAME', 'snapshot [list]', 'snapshot remove NAME'],
  run: (invocation) => runSubcommand('snapshot', { save, restore, list, remove }, invocation, 'list'),
};
