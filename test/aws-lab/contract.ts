import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Lab } from './lab.ts';

const run = fileURLToPath(new URL('../contract/run.ts', import.meta.url));

export interface ContractOptions {
  files: readonly string[];
  /** Left out, as many as there are processors. */
  workers: number | undefined;
}

/** Runs the contract suite against the lab; returns whether every test passed. */
export async function runContract(
  { url, controlKey }: Pick<Lab, 'url' | 'controlKey'>,
  { files, workers }: ContractOptions,
): Promise<boolean> {
  const child = spawn(process.execPath, ['--import', 'tsx', run, ...files], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      CONTRACT_URL: url,
      CONTRACT_CONTROL_KEY: controlKey,
      ...(workers !== undefined && { VITEST_MAX_WORKERS: String(workers) }),
    },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}
