import assert from 'node:assert/strict';
import type { Context } from './context.ts';

/** Before anything is there, each command says in one sentence what is missing and what to run. */
export async function refuseBeforeDeployment({ commands }: Context, bootstrapped: boolean): Promise<void> {
  const missing = bootstrapped
    ? /^dev is not deployed in .*npm run deploy -- --env dev/
    : /is not bootstrapped for CDK: run npx cdk bootstrap/;
  const names = bootstrapped ? ['url', 'smoke', 'destroy'] : ['deploy'];
  for (const name of names) {
    const { code, stdout, stderr } = await commands.run(name, ['--env', 'dev']);
    assert.equal(code, 2, `npm run ${name}: ${stdout}${stderr}`);
    assert.match(stderr, missing);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
}
