import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { codeOf, spawnNode } from '../child.ts';
import type { Context, Deployed } from './context.ts';

/** Runs the contract suite against a deployed URL; its output goes to this process's own. */
export async function runContract({ aws, env }: Context, deployed: Deployed): Promise<void> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const child = spawnNode([vitest, 'run', '--config', 'test/deploy/vitest.config.ts'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...env,
      CONTRACT_TARGET: 'url',
      CONTRACT_URL: deployed.url,
      // The table goes with the deployment, and to remove some hundred accounts takes as long as half of the tests.
      CONTRACT_THROWN_AWAY: '1',
      CONTRACT_CONTROL_KEY: await aws.secret(deployed.controlKeySecret),
    },
  });
  assert.equal(
    await codeOf(child),
    0,
    'The contract suite does not pass against the deployed URL; see above.',
  );
}
