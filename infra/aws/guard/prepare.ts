import { join } from 'node:path';
import { Failure } from '../../errors.ts';
import { runCdk } from '../cdk.ts';
import { projectRoot } from '../project.ts';
import type { StackReference } from './check-environment.ts';

/** Runs the pinned CDK command line; what it prints goes to stderr. */
async function cdk(args: readonly string[], profile: string | undefined): Promise<boolean> {
  const named = profile === undefined ? [] : ['--profile', profile];
  return (await runCdk([...args, ...named], ['ignore', 2, 2])) === 0;
}

/**
 * Synthesizes an environment.
 *
 * @param profile the AWS profile to do it with; left out, what the CDK finds
 * @returns the folder; the one that a deployment uses as well, because the source maps of the functions, and so the
 *   hashes of their code, depend on where it is
 */
export async function synthesize(environment: string, profile: string | undefined): Promise<string> {
  const folder = join(projectRoot, 'cdk.out');
  const args = ['synth', `${environment}/*`, '-c', `env=${environment}`, '--quiet', '-o', folder];
  if (await cdk(args, profile)) return folder;
  throw new Failure('The templates could not be made: what the CDK says stands above.');
}

/** Has the CDK make the change set of one stack, from a synthesized application. */
export async function prepareChangeSet(
  app: string,
  { path, name }: StackReference,
  changeSetName: string,
  profile: string | undefined,
): Promise<void> {
  const method = ['--method', 'prepare-change-set', '--change-set-name', changeSetName];
  const args = ['deploy', path, '--app', app, '--exclusively', ...method, '--require-approval', 'never'];
  if (await cdk(args, profile)) return;
  throw new Failure(
    `No change set could be made for ${name}: what the CDK says stands above. Where the stack waits for an output ` +
      'that another one does not have yet, deploy that one first.',
  );
}
