import {
  describeRejection,
  describeWarning,
  rejectedCount,
} from '../../../../functions/domain/rows/findings.ts';
import { ControlApiError } from '../../../client/errors.ts';
import { importSessions } from '../../../client/import-sessions.ts';
import type { ImportResult } from '../../../client/types.ts';
import { exitCodes, Failure } from '../../../errors.ts';
import { openSessionFile } from '../../session-file.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { count, type Output } from '../shared/output.ts';
import { Progress } from '../shared/progress.ts';
import { takeWords } from '../shared/subcommand.ts';
import { worded } from '../shared/wording.ts';

const complaintsShown = 10;

function complain({ rejected, warnings = [], addedBots = [], settled }: ImportResult, output: Output): void {
  for (const row of rejected.slice(0, complaintsShown)) output.say(`Rejected: ${describeRejection(row)}`);
  if (rejected.length > complaintsShown) output.say(`and ${rejected.length - complaintsShown} more`);
  for (const warning of warnings.slice(0, complaintsShown)) output.say(`Odd: ${describeWarning(warning)}`);
  if (warnings.length > complaintsShown) output.say(`and ${warnings.length - complaintsShown} more`);
  if (addedBots.length > 0) output.say(`Added to the account: ${addedBots.join(', ')}`);
  if (!settled) output.say('The index does not show all of it yet; queries may miss some for a moment.');
}

async function importFrom(path: string, invocation: Invocation): Promise<ImportResult> {
  const { client, account, time } = invocation;
  const options = { strict: invocation.flag('strict'), addBots: invocation.flag('add-bots') };
  const source = openSessionFile(path);
  const progress = new Progress(time);
  let done = 0;
  try {
    return await importSessions(client, account, source.rows, options, (rows) => {
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
  summary: 'put sessions in, as the vendor answered them or written by hand',
  usage: ['import FILE [options]', 'import - [options]'],
  details: [
    'FILE holds getSessions responses (one, several, or an array of them), rows (an array, NDJSON, one after',
    'the other) or a single row; - reads stdin; either may be compressed by gzip. A session takes the place of',
    'one with its id, and comes back as it was. A row without an id, a bot or a start is named and left out, the',
    'others are kept, and the exit code is 4. Rows are numbered from 1 for people, and their index from 0 with',
    '--json.',
  ],
  options: {
    strict: { about: 'check rows as those written by hand: unknown members and values are refused' },
    'add-bots': { about: 'add the bots of the rows that the account does not have' },
  },
  run: async (invocation) => {
    const [path = ''] = takeWords('import', invocation, 'a FILE, or - for stdin');
    const { output } = invocation;
    const result = await importFrom(path, invocation);
    complain(result, output);
    const { written, replaced, rejected } = result;
    output.result(
      result,
      () =>
        `${count(written + replaced, 'session')} in: ${written} new, ${replaced} replaced; ${count(rejectedCount(rejected), 'row')} rejected.`,
    );
    return rejected.length > 0 ? exitCodes.rowsRejected : exitCodes.done;
  },
};
