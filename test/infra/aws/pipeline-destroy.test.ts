import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectName, projectRoot } from '../../../infra/aws/project.ts';

let folder: string;

/** Puts a program on the path that stands in for another. */
function program(name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/bash\n${script}\n`);
  chmodSync(path, 0o755);
}

/** The step of the workflow that destroys what a pull request was given, as GitHub runs it. */
function destroy() {
  const workflow = readFileSync(join(projectRoot, '.github/workflows/pull-request.yml'), 'utf8');
  const [, script = 'exit 99'] = /\n {8}run: \|\n((?: {10}.*\n)+)/.exec(workflow) ?? [];
  return spawnSync('bash', ['-e', '-c', script.replaceAll(/^ {10}/gm, '')], {
    env: { PATH: `${folder}:${process.env['PATH']}`, FOLDER: folder, NUMBER: '12' },
    encoding: 'utf8',
  });
}

const ran = () => join(folder, 'ran');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulator-destroy-'));
  program('npm', 'echo "$*" > "$FOLDER/ran"; exit 7');
  program('aws', `echo "$*" > "$FOLDER/asked"; echo ${projectName}-pr-12-data`);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('what there is of the environment is destroyed, and how that ends counts', () => {
  expect(destroy().status).toBe(7);
  expect(readFileSync(ran(), 'utf8')).toBe('run destroy -- --env pr-12 --force\n');
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe(
    `cloudformation describe-stacks --output text --query Stacks[?starts_with(StackName, '${projectName}-pr-12-')].StackName\n`,
  );
});

test('a pull request that got no environment leaves nothing to destroy', () => {
  program('aws', 'echo; echo');
  const { status, stdout } = destroy();

  expect(status).toBe(0);
  expect(stdout).toBe('pr-12 is not deployed: there is nothing to destroy.\n');
  expect(existsSync(ran())).toBe(false);
});

test('where the stacks cannot be listed it fails', () => {
  program('aws', 'exit 254');

  expect(destroy().status).toBe(254);
  expect(existsSync(ran())).toBe(false);
});
