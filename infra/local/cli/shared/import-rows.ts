import {
  describeRejection,
  describeWarning,
  rejectedCount,
} from '../../../../functions/domain/rows/findings.ts';
import type { FoundRow, RowForm } from '../../../../functions/domain/rows/row-form.ts';
import { ControlApiError } from '../../../client/errors.ts';
import type { ImportResult } from '../../../client/types.ts';
import { type ExitCode, exitCodes, Failure } from '../../../errors.ts';
import { openSessionFile } from '../../session-file.ts';
import type { Invocation } from './command.ts';
import { count, type Output } from './output.ts';
import { Progress } from './progress.ts';
import { worded } from './wording.ts';

const complaintsShown = 10;

function complain({ rejected, warnings = [], addedBots = [], settled }: ImportResult, output: Output): void {
  for (const row of rejected.slice(0, complaintsShown)) output.say(`Rejected: ${describeRejection(row)}`);
  if (rejected.length > complaintsShown) output.say(`and ${rejected.length - complaintsShown} more`);
  for (const warning of warnings.slice(0, complaintsShown)) output.say(`Odd: ${describeWarning(warning)}`);
  if (warnings.length > complaintsShown) output.say(`and ${warnings.length - complaintsShown} more`);
  if (addedBots.length > 0) output.say(`Added to the account: ${addedBots.join(', ')}`);
  if (!settled) output.say('The index does not show all of it yet; queries may miss some for a moment.');
}

/** Sends the rows of a file; told how many are dealt with. */
type Send = (rows: AsyncIterable<FoundRow>, onProgress: (rows: number) => void) => Promise<ImportResult>;

async function importFrom(
  path: string,
  { client, time, terminal }: Invocation,
  form: RowForm | undefined,
  send: Send,
): Promise<ImportResult> {
  const source = openSessionFile(path, { form, stdin: terminal.stdin });
  const progress = new Progress(time, terminal);
  let done = 0;
  try {
    return await send(source.rows, (rows) => {
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

/**
 * Imports the rows of a file, and says what became of them.
 *
 * @param word for one of what is imported
 * @param form which rows are looked for: those of sessions where it is undefined
 */
export async function importWith(
  path: string,
  invocation: Invocation,
  word: string,
  form: RowForm | undefined,
  send: Send,
): Promise<ExitCode> {
  const { output } = invocation;
  const result = await importFrom(path, invocation, form, send);
  complain(result, output);
  const { written, replaced, rejected } = result;
  output.result(
    result,
    () =>
      `${count(written + replaced, word)} in: ${written} new, ${replaced} replaced; ${count(rejectedCount(rejected), 'row')} rejected.`,
  );
  return rejected.length > 0 ? exitCodes.rowsRejected : exitCodes.done;
}
