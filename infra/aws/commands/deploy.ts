import { Failure, NotReadyError } from '../../errors.ts';
import { releaseFailedStacks } from '../account/failed-stacks.ts';
import { signIn } from '../account/login.ts';
import { examine, quickChecks } from '../doctor/examine.ts';
import { describeFinding } from '../doctor/finding.ts';
import { findDeployment, readControlKey } from '../find/deployment.ts';
import { transportTo } from '../invoke/transport.ts';
import { seedEnvironment } from '../seed/seed-environment.ts';
import type { Command } from './command-line.ts';

const prepare = 'prepare-change-set';

/** Deploys all stacks of an environment with the CDK command line, and makes the account it is seeded with. */
export const deploy: Command = async (line, { cdk, print, resolveNs }) => {
  const login = await signIn(line);
  const { environment } = line;
  for (const finding of await examine({ login, environment, resolveNs }, quickChecks)) {
    if (finding.level === 'problem')
      throw new NotReadyError([finding.says, finding.advice ?? ''].join(' ').trim());
    if (finding.level === 'warning') print(describeFinding(finding));
  }
  const { name, seed } = environment;
  for (const stack of await releaseFailedStacks(login, name)) {
    print(`${stack} was rolled back when it was first deployed, and is made anew.`);
  }
  const code = await cdk(['deploy', `${name}/*`, '-c', `env=${name}`, ...line.rest]);
  if (code !== 0) {
    throw new Failure(
      `${name} was not deployed: the CDK command line says why above, and exited with ${code}.`,
    );
  }
  if (!seed || !executesChanges(line.rest)) return;
  const { url, controlKeySecret } = await findDeployment(login, name);
  const key = await readControlKey(login, controlKeySecret);
  const result = await seedEnvironment(url, key, environment, await transportTo(login, environment, url));
  if (result.state === 'made')
    print(`seed: account ${result.accountId} with ${result.sessions ?? 'an unknown number of'} sessions`);
  if (result.state === 'kept') print(`seed: account ${result.accountId} is left as it is`);
};

/**
 * Whether `cdk deploy` with these options changes the stacks, rather than only preparing change sets.
 *
 * @param args options of the CDK command line, version 2
 */
function executesChanges(args: readonly string[]): boolean {
  return !args.some((argument, index) => preparesOnly(argument, args[index + 1]));
}

function preparesOnly(argument: string, next = ''): boolean {
  if (argument === '--no-execute' || argument === '--version') return true;
  if (argument === '--execute') return next === 'false';
  if (argument === '--method' || argument === '-m') return next === prepare;
  return ['--execute=false', `--method=${prepare}`, `-m=${prepare}`, `-m${prepare}`].includes(argument);
}
