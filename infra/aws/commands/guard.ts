import { type Environment, findEnvironment } from '../environments/index.ts';
import { checkDeployed } from '../guard/check-deployed.ts';
import { GuardError, type StackReport } from '../guard/check-environment.ts';
import { guardHelp, readGuardOptions, UsageError } from '../guard/options.ts';
import { describeReports } from '../guard/report.ts';
import { CommandError } from './failure.ts';

// The SDK would warn of Node 20 on every run; it is supported here on purpose.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  try {
    const options = readGuardOptions(args);
    if (!options) {
      console.log(guardHelp);
      return 0;
    }
    const reports = await checkDeployed(environmentOf(options.env), options);
    for (const line of describeReports(reports)) console.log(line);
    return verdict(reports);
  } catch (error) {
    const isKnown =
      error instanceof CommandError || error instanceof GuardError || error instanceof UsageError;
    if (!isKnown) throw error;
    console.error(error.message);
    return error instanceof UsageError ? 2 : 1;
  }
}

function environmentOf(name: string): Environment {
  try {
    return findEnvironment(name);
  } catch (error) {
    throw new UsageError(error instanceof Error ? `${error.message}.` : String(error));
  }
}

function verdict(reports: readonly StackReport[]): number {
  if (reports.every(({ refusals }) => refusals.length === 0)) return 0;
  console.error(
    'Do not deploy this: the changes named above lose what must last. Undo them, or allow each with --allow ID ' +
      'where the loss is wanted.',
  );
  return 1;
}
