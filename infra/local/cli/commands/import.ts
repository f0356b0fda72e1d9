import { ControlApiError } from '../../../client/errors.ts';
import { importSessions } from '../../../client/import-sessions.ts';
import type { ImportResult } from '../../../client/types.ts';
import { exitCodes, Failure } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { openImport } from '../shared/import-source.ts';
import { count, type Output } from '../shared/output.ts';
import { Progress } from '../shared/progress.ts';
import { takeWords } from '../shared/subcommand.ts';
import { worded } from '../shared/wording.ts';

const complaintsShown = 10;

function complain({ rejected, settled }: ImportResult, output: Output): void {
  for (const { index, sessionId, reason } of rejected.slice(0, complaintsShown)) {
    output.say(`Rejected: row ${index + 1}${sessionId ? ` (${sessionId})` : ''}: ${reason}`);
  }
  if (rejected.length > complaintsShown) output.say(`and ${rejected.length - complaintsShown} more`);
  if (!settled) output.say('The index does not show all of it yet; queries may miss some for a moment.');
}

async function importFrom(path: string, { client, account, time }: Invocation): Promise<ImportResult> {
  const source = openImport(path);
  const progress = new Progress(time);
  let done = 0;
  try {
    return await importSessions(client, account, source.rows, (rows) => {
      done = rows;
      progress.update(rows, source.share());
    });
  } catch (error) {
    if (!(error instanceof ControlApiError) || done === 0) throw error;
    throw new Failure(
      `${worded(error, client.url).message}\nThe first ${done} rows were dealt with; it is safe to import all of them again.`,
      error.exitCode,
    );
  } finally {
    progress.end();
  }
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
    const { output } = invocation;
    const result = await importFrom(path, invocation);
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
