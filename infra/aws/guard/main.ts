import { resolve } from 'node:path';
import { type Environment, findEnvironment } from '../environments/index.ts';
import { prepareChangeSet, synthesize } from './cdk.ts';
import { checkStacks, GuardError, type StackReference, type StackReport } from './check-environment.ts';
import { changeSetsOf } from './cloudformation.ts';
import { type GuardOptions, guardHelp, readGuardOptions, UsageError } from './options.ts';
import { describeReports } from './report.ts';
import { stacksOf } from './stacks.ts';

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
    const reports = await check(environmentOf(options.env), options);
    for (const line of describeReports(reports)) console.log(line);
    return verdict(reports);
  } catch (error) {
    if (!(error instanceof GuardError || error instanceof UsageError)) throw error;
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

async function check(environment: Environment, { app, allow }: GuardOptions): Promise<StackReport[]> {
  let folder = app === undefined ? undefined : resolve(app);
  const prepare = async (stack: StackReference, changeSetName: string): Promise<void> => {
    folder ??= await synthesize(environment.name);
    await prepareChangeSet(folder, stack, changeSetName);
  };
  return checkStacks(
    stacksOf(environment),
    { ...changeSetsOf(environment.region), prepare },
    `guard-${Date.now()}`,
    new Set(allow),
  );
}

function verdict(reports: readonly StackReport[]): number {
  if (reports.every(({ refusals }) => refusals.length === 0)) return 0;
  console.error(
    'Do not deploy this: the changes named above lose what must last. Undo them, or allow each with --allow ID ' +
      'where the loss is wanted.',
  );
  return 1;
}
