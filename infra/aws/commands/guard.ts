import { type ExitCode, exitCodes, Failure, UsageError } from '../../errors.ts';
import { checkDeployed } from '../guard/check-deployed.ts';
import { describeReports } from '../guard/check-environment.ts';
import { guardHelp, readGuardOptions } from '../guard/options.ts';
import { type Effects, environmentOf } from './command-line.ts';

/**
 * Checks what a deployment would do to an environment.
 *
 * @throws UsageError; Failure where something that lasts would be lost, or it cannot be told
 */
export async function guard(args: readonly string[], { print }: Pick<Effects, 'print'>): Promise<ExitCode> {
  const options = readGuardOptions(args);
  if (!options) {
    print(guardHelp);
    return exitCodes.done;
  }
  const reports = await checkDeployed(environmentOf(options.env), options).catch(untold);
  for (const line of describeReports(reports)) print(line);
  if (reports.every(({ refusals }) => refusals.length === 0)) return exitCodes.done;
  throw new Failure(
    'Do not deploy this: the changes named above lose what must last. Undo them, or allow each with --allow ID ' +
      'where the loss is wanted.',
  );
}

/** A check that could not be made ends with the code of a loss, so that no pipeline deploys after it. */
function untold(error: unknown): never {
  const isOurs = error instanceof Failure && !(error instanceof UsageError);
  throw isOurs ? new Failure(error.message) : error;
}
