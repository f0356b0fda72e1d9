import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from '../project.ts';

/**
 * Runs the CDK command line that the project pins, with this process's own terminal.
 *
 * @returns its exit code
 */
export async function runCdk(args: readonly string[]): Promise<number> {
  const cdk = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
  // Ctrl-C reaches the child as well, and this process must not end before it.
  const leaveToChild = (): void => {};
  process.on('SIGINT', leaveToChild);
  try {
    const child = spawn(process.execPath, [cdk, ...args], { cwd: projectRoot, stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    process.off('SIGINT', leaveToChild);
  }
}
