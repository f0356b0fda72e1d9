import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { projectRoot } from '../project.ts';
import { GuardError, type StackReference } from './check-environment.ts';

const cli = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');

/** Runs the pinned CDK command line; what it prints goes to stderr. */
async function cdk(args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: projectRoot, stdio: ['ignore', 2, 2] });
  const [code] = await once(child, 'close');
  return code === 0;
}

/**
 * Synthesizes an environment.
 *
 * @returns the folder; the one that a deployment uses as well, because the source maps of the functions, and so the
 *   hashes of their code, depend on where it is
 */
export async function synthesize(environment: string): Promise<string> {
  const folder = join(projectRoot, 'cdk.out');
  const done = await cdk(['synth', `${environment}/*`, '-c', `env=${environment}`, '--quiet', '-o', folder]);
  if (done) return folder;
  throw new GuardError('The templates could not be made: what the CDK says stands above.');
}

/** Has the CDK make the change set of one stack, from a synthesized application. */
export async function prepareChangeSet(
  app: string,
  { path, name }: StackReference,
  changeSetName: string,
): Promise<void> {
  const method = ['--method', 'prepare-change-set', '--change-set-name', changeSetName];
  if (await cdk(['deploy', path, '--app', app, '--exclusively', ...method, '--require-approval', 'never']))
    return;
  throw new GuardError(
    `No change set could be made for ${name}: what the CDK says stands above. Where the stack waits for an output ` +
      'that another one does not have yet, deploy that one first.',
  );
}
