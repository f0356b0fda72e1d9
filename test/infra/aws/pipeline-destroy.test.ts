import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectName, projectRoot } from '../../../infra/aws/project.ts';

let folder: string;

/** Puts a program on the path that stands in for another. */
function program(name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/bash\n${script}\n`);
  chmodSync(path, 0o755);
}

/** What the workflow runs for one pull request, or every night for all. */
function cleanUp(...number: string[]) {
  return spawnSync('bash', [join(projectRoot, 'infra/aws/pipeline/cleanup.sh'), ...number], {
    env: { PATH: `${folder}:${process.env['PATH']}`, FOLDER: folder, GITHUB_REPOSITORY: 'example/kore' },
    encoding: 'utf8',
  });
}

/** The environments that were destroyed, in order. */
const ran = () => {
  const path = join(folder, 'ran');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
};
const destroyed = (number: number) => `run destroy -- --env pr-${number} --force`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulator-cleanup-'));
  program('npm', 'echo "$*" >> "$FOLDER/ran"');
  const stacks = ['pr-12-data', 'pr-12-api', 'pr-7-data', 'pr-123-data', 'pr-7-x-1'].map(
    (name) => `${projectName}-${name}`,
  );
  program('aws', `echo "$*" > "$FOLDER/asked"; printf '${stacks.join('\\t')}\\n'`);
  program('gh', 'case "$3" in 7) echo MERGED ;; 12) echo OPEN ;; 123) echo CLOSED ;; *) exit 1 ;; esac');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('of one pull request', () => {
  test('what there is of its environment is destroyed, and of no other', () => {
    expect(cleanUp('12').status).toBe(0);
    expect(ran()).toEqual([destroyed(12)]);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe(
      `cloudformation describe-stacks --output text --query Stacks[?starts_with(StackName, '${projectName}-pr-')].StackName\n`,
    );
  });

  test('how that ends counts', () => {
    program('npm', 'exit 7');
    const { status, stderr } = cleanUp('12');

    expect(status).toBe(1);
    expect(stderr).toBe('Not destroyed: pr-12\n');
  });

  test('which got no environment, nothing is destroyed', () => {
    const { status, stdout } = cleanUp('99');

    expect(status).toBe(0);
    expect(stdout).toBe('pr-99: There is nothing to destroy.\n');
    expect(ran()).toEqual([]);
  });
});

describe('of all pull requests', () => {
  test('the environments of those that are closed are destroyed', () => {
    expect(cleanUp().status).toBe(0);
    expect(ran()).toEqual([destroyed(7), destroyed(123)]);
  });

  test('nothing is destroyed of one that GitHub says nothing of, and it fails', () => {
    program('gh', 'if [ "$3" = 123 ]; then echo CLOSED; else exit 1; fi');
    const { status, stderr } = cleanUp();

    expect(status).toBe(1);
    expect(ran()).toEqual([destroyed(123)]);
    expect(stderr).toBe('Not destroyed: pr-7 pr-12\n');
  });

  test('one that cannot be destroyed does not keep the others', () => {
    program('npm', 'echo "$*" >> "$FOLDER/ran"; case "$*" in *pr-7*) exit 1 ;; esac');

    expect(cleanUp().status).toBe(1);
    expect(ran()).toEqual([destroyed(7), destroyed(123)]);
  });
});

test('where the stacks cannot be listed it fails', () => {
  program('aws', 'exit 254');

  expect(cleanUp('12').status).toBe(254);
  expect(cleanUp().status).toBe(254);
  expect(ran()).toEqual([]);
});
