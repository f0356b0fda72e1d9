/**
 * Whether `cdk deploy` with these options changes the stacks, rather than only preparing change sets.
 *
 * @param args options of the CDK command line, version 2
 */
export function executesChanges(args: readonly string[]): boolean {
  return !args.some((argument, index) => preparesOnly(argument, args[index + 1]));
}

function preparesOnly(argument: string, next = ''): boolean {
  if (argument === '--no-execute' || argument === '--version') return true;
  if (argument === '--execute') return next === 'false';
  if (argument === '--method' || argument === '-m') return next === prepare;
  return ['--execute=false', `--method=${prepare}`, `-m=${prepare}`, `-m${prepare}`].includes(argument);
}

const prepare = 'prepare-change-set';
