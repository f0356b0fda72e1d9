import { type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from './project.ts';

/** The CDK command line that the project pins, for Node to run. */
export const cdkProgram = join(
  dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')),
  'bin',
  'cdk',
);

/**
 * Runs the CDK command line that the project pins.
 *
 * @param stdio left out, it has this process's own terminal
 * @returns its exit code
 */
export async function runCdk(args: readonly string[], stdio: StdioOptions = 'inherit'): Promise<number> {
  // Ctrl-C reaches the child as well, and this process must not end before it.
  const leaveToChild = (): void => {};
  process.on('SIGINT', leaveToChild);
  try {
    const child = spawn(process.execPath, [cdkProgram, ...args], { cwd: projectRoot, stdio });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    process.off('SIGINT', leaveToChild);
  }
}
