import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './ministack/loopback-names.mjs';
import { Aws } from './aws.ts';
import { Commands } from './commands.ts';
import { findMiniStack, type MiniStack, startMiniStack } from './ministack/start.ts';
import { type Context, deployed } from './steps/context.ts';
import { runContract } from './steps/contract.ts';
import { runHelpers } from './steps/helpers.ts';
import { refuseBeforeDeployment } from './steps/not-ready.ts';
import { protectProd } from './steps/prod.ts';
import { deployChangedFunction, deployWithoutChange } from './steps/updates.ts';

const missing =
  'MiniStack is not found. Install it with: python3 -m venv ~/.cache/ministack && ~/.cache/ministack/bin/pip install -r test/deploy/ministack/requirements.txt, and run again with MINISTACK=~/.cache/ministack/bin/ministack.';

type Times = [name: string, seconds: number][];

async function testDeployment(context: Context): Promise<void> {
  const { aws, commands, timed } = context;
  await refuseBeforeDeployment(context, false);
  await timed('bootstrap', () => commands.cdk('bootstrap', 'aws://000000000000/us-east-1', '-c', 'env=dev'));
  await refuseBeforeDeployment(context, true);

  const empty = await aws.inventory();
  const dev = await timed('first deploy of dev', () => deployed(context, 'dev'));
  const { stdout } = await timed('smoke test', () => commands.succeed('smoke', ['--env', 'dev']));
  assert.match(stdout, /account removed/);
  await timed('contract suite', () => runContract(context, dev));
  await timed('helpers, exec and env against dev', () => runHelpers(context, dev));
  await deployWithoutChange(context);
  await deployChangedFunction(context, dev);
  await timed('destroy dev', () => commands.succeed('destroy', ['--env', 'dev', '--force']));
  assert.deepEqual(await aws.inventory(), empty, 'dev leaves something behind.');

  await protectProd(context);
}

function timer(times: Times): Context['timed'] {
  return async (name, part) => {
    const start = performance.now();
    const result = await part();
    const seconds = (performance.now() - start) / 1000;
    times.push([name, seconds]);
    console.log(`${name}: ${seconds.toFixed(1)} s`);
    return result;
  };
}

async function main(): Promise<number> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const program = findMiniStack();
  if (program === undefined) {
    console.error(missing);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'kore-deployment-test-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  // An exit runs the handlers that end MiniStack and take the folder away.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

  const times: Times = [];
  let ministack: MiniStack | undefined;
  try {
    ministack = await startMiniStack(program, folder);
    const { env, node, url } = ministack;
    console.log(`Functions run on Node ${node}.`);
    await testDeployment({
      aws: new Aws(url),
      commands: new Commands(env),
      env,
      folder,
      timed: timer(times),
    });
    console.log(
      `\nThe deployment test passed.\n${times.map(([name, s]) => `${s.toFixed(1).padStart(7)} s  ${name}`).join('\n')}`,
    );
    return 0;
  } catch (error) {
    process.off('exit', removeFolder);
    console.error(error);
    console.error(`The log of MiniStack, and all else that the test made, is kept in ${folder}.`);
    return 1;
  } finally {
    await ministack?.stop();
  }
}

process.exitCode = await main();
