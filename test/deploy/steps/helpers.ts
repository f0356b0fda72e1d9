import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf, save } from '../../languages/page.ts';
import { makeProject, pythonOf } from '../../languages/project.ts';
import { run } from '../../languages/tools.ts';
import type { Context, Deployed } from './context.ts';

/**
 * The tests of docs/testing.md as they stand there, from the packed tarball, against the deployment: found by the name
 * of its environment, and named by variables.
 */
export async function runHelpers(
  { aws, env, folder }: Context,
  { url, controlKeySecret }: Deployed,
): Promise<void> {
  const project = await makeProject(join(folder, 'helpers'));
  const page = filesOf('docs/testing.md');
  save(page, project.folder, /^sessions\.(node-test\.)?mjs$|\.py$/);
  const emulator = ['node', join(project.installed, 'infra/local/bin.mjs')];
  const withAws = { cwd: project.folder, env: awsOnly(env) };

  await run([...emulator, 'exec', '--env', 'dev', '--', 'node', '--test', 'sessions.node-test.mjs'], withAws);

  const account = 'of-env';
  await run([...emulator, 'accounts', 'create', account, '--env', 'dev'], withAws);
  const printed = await run(
    [...emulator, 'env', '--env', 'dev', '--account', account, '--format', 'json'],
    withAws,
  );
  const variables = JSON.parse(printed) as Record<string, string>;
  assert.equal(variables['KORE_URL'], url);
  assert.equal(variables['KORE_EMULATOR_CONTROL_KEY'], await aws.secret(controlKeySecret));
  await run([...emulator, 'accounts', 'remove', account, '--env', 'dev'], withAws);

  // The variables alone, as a pipeline sets them: nothing of AWS.
  const named = {
    KORE_EMULATOR_URL: url,
    KORE_EMULATOR_CONTROL_KEY: await aws.secret(controlKeySecret),
  };
  const here = { cwd: project.folder, env: { ...named, ...loopbackNames(env) } };
  await run(['node', '--test', 'sessions.node-test.mjs'], here);
  await run([await pythonOf(project), '-m', 'pytest', '-q', 'test_sessions.py'], here);
}

/** What leads to MiniStack. */
const awsOnly = (env: NodeJS.ProcessEnv): Record<string, string> => ({
  ...loopbackNames(env),
  ...Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[0].startsWith('AWS_') && entry[1] !== undefined,
    ),
  ),
});

/** The URLs of its APIs end in .localhost, which not every system knows. */
const loopbackNames = ({ NODE_OPTIONS = '' }: NodeJS.ProcessEnv): Record<string, string> => ({
  NODE_OPTIONS,
  PYTHONPATH: fileURLToPath(new URL('../ministack/python', import.meta.url)),
});
