import type { Command } from '../command.ts';
import { exitCodes } from '../failure.ts';
import { openImport } from '../import-source.ts';
import { count, type Output } from '../output.ts';
import { Progress } from '../progress.ts';
import { takeWords } from '../subcommand.ts';
import { type ImportResult, upload } from '../upload.ts';

const complaintsShown = 10;

function complain({ rejected, settled }: ImportResult, output: Output): void {
  for (const { index, sessionId, reason } of rejected.slice(0, complaintsShown)) {
    output.say(`Rejected: row ${index + 1}${sessionId ? ` (${sessionId})` : ''}: ${reason}`);
  }
  if (rejected.length > complaintsShown) output.say(`and ${rejected.length - complaintsShown} more`);
  if (!settled) output.say('The index does not show all of it yet; queries may miss some for a moment.');
}

export const importCommand: Command = {
  name: 'import',
  summary: 'put sessions in: a getSessions response, a JSON array or NDJSON',
  usage: ['import FILE [options]', 'import - [options]'],
  details: [
    '- reads stdin; either may be compressed by gzip. A session takes the place of one with its id. A bad row',
    'is named and left out, the others are kept, and the exit code is 4. Rows are numbered from 1 for people,',
    'and their index from 0 with --json.',
  ],
  run: async (invocation) => {
    const [path = ''] = takeWords('import', invocation, 'a FILE, or - for stdin');
    const { client, output } = invocation;
    const source = openImport(path);
    const progress = new Progress();
    const result = await upload(client, source.rows, (rows) => progress.update(rows, source.share())).finally(
      () => progress.end(),
    );
    complain(result, output);
    const { written, replaced, rejected } = result;
    output.result(
      result,
      () =>
        `${count(written + replaced, 'session')} in: ${written} new, ${replaced} replaced; ${count(rejected.length, 'row')} rejected.`,
    );
    return rejected.length > 0 ? exitCodes.rowsRejected : exitCodes.done;
  },
};
