import { messageRows } from '../../../../functions/domain/rows/row-form.ts';
import { importMessages } from '../../../client/import-rows.ts';
import { type ExitCode, exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { exportTo } from '../shared/export-rows.ts';
import { importWith } from '../shared/import-rows.ts';
import { count } from '../shared/output.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';

function importFile(invocation: Invocation): Promise<ExitCode> {
  const [path = ''] = takeWords('messages import', invocation, 'a FILE, or - for stdin');
  const { client, account } = invocation;
  return importWith(path, invocation, 'message', messageRows, (rows, onProgress) =>
    importMessages(client, account, rows, onProgress),
  );
}

function exportFile(invocation: Invocation): Promise<ExitCode> {
  takeWords('messages export', invocation);
  return exportTo(invocation, 'messages');
}

async function remove(invocation: Invocation): Promise<ExitCode> {
  takeWords('messages remove', invocation);
  const { client, account, output } = invocation;
  let deleted = 0;
  for (let more = true; more; ) {
    const result = await client.call('deleteMessages', { accountId: account });
    deleted += result.deleted;
    more = result.more === true;
  }
  output.result({ deleted }, () => `${count(deleted, 'message')} removed.`);
  return exitCodes.done;
}

export const messagesCommand: Command = {
  name: 'messages',
  summary: 'put messages in, in place of made-up ones, and take them out',
  usage: ['messages import FILE', 'messages import -', 'messages export [--out FILE]', 'messages remove'],
  details: [
    'FILE holds getMessages responses (one, several, or an array of them), rows (an array, NDJSON, one after',
    'the other) or a single row; - reads stdin; either may be compressed by gzip. A message takes the place',
    'of one with its id, and of all made-up ones of its session. A row without an id, a bot or a time is',
    'named and left out, the others are kept, and the exit code is 4. export writes NDJSON that imports again',
    'to the same; remove takes all imported messages away, and messages are made up again.',
  ],
  options: { out: { value: 'FILE', about: 'export to this file instead of stdout' } },
  run: (invocation) =>
    runSubcommand('messages', { import: importFile, export: exportFile, remove }, invocation),
};
