import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectRoot } from '../../../infra/aws/project.ts';

let folder: string;

/** Puts a program on the path that stands in for another. */
function program(name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/bash\n${script}\n`);
  chmodSync(path, 0o755);
}

function contract(env: Record<string, string> = {}) {
  return spawnSync('bash', [join(projectRoot, 'infra/aws/pipeline/contract.sh'), 'staging'], {
    env: { PATH: `${folder}:${process.env['PATH']}`, FOLDER: folder, ...env },
    encoding: 'utf8',
  });
}

const deployed = { url: 'https://example.com', controlKeySecret: 'arn:secret', region: 'eu-west-1' };

/** The project's npm scripts, where `npm run url` prints this. */
function npm(printed: Record<string, string>): void {
  program(
    'npm',
    `case "$*" in
      "run --silent url -- --env staging") echo '${JSON.stringify(printed)}' ;;
      "run contract") echo "$CONTRACT_URL $CONTRACT_CONTROL_KEY" > "$FOLDER/ran"; exit 1 ;;
      "run tunnel -- --env staging -- npm run contract") CONTRACT_URL=http://127.0.0.1:1 npm run contract ;;
      *) exit 9 ;;
    esac`,
  );
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulator-contract-'));
  npm(deployed);
  program('aws', 'echo "$*" > "$FOLDER/asked"; echo the-key');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the suite runs against the environment, with its key, and its result counts', () => {
  const { status, stdout } = contract();

  expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('https://example.com the-key\n');
  expect(readFileSync(join(folder, 'asked'), 'utf8')).toMatch(
    /^secretsmanager get-secret-value --region eu-west-1 --secret-id arn:secret /,
  );
  expect(status).toBe(1);
  expect(stdout).not.toContain('the-key');
});

test('the suite reaches an environment that lets only its own networks in by its functions', () => {
  npm({ ...deployed, reach: 'lambda' });
  const { status } = contract();

  expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('http://127.0.0.1:1 the-key\n');
  expect(status).toBe(1);
});

test('GitHub is told to keep the key out of its logs', () => {
  expect(contract({ GITHUB_ACTIONS: 'true' }).stdout).toBe('::add-mask::the-key\n');
});

test.each(['npm', 'aws'])('nothing runs where %s fails', (name) => {
  program(name, 'exit 2');

  expect(contract().status).not.toBe(0);
  expect(existsSync(join(folder, 'ran'))).toBe(false);
});
