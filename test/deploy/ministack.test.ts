import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunnerTask, RunnerTestCase } from 'vitest';
import { describe, expect, it } from 'vitest';
import { codeOf, projectRoot, spawnNode } from './child.ts';
import { expectFailures } from './ministack/expect-failures.ts';
import { knownDifferences } from './ministack/known-differences.ts';

describe('the tests that are expected to fail', () => {
  const test = (name: string) => ({ type: 'test', name }) as RunnerTestCase;
  const suite = (name: string, tasks: RunnerTask[]) => ({ type: 'suite', name, tasks }) as RunnerTask;
  const difference = { why: 'differs', file: 'a.test.ts', tests: ['outer > inner'] };

  it('are those of their file and full name', () => {
    const inner = test('inner');
    const others = [test('outer'), test('inner')];
    const tasks = [suite('outer', [inner]), ...others];
    expectFailures({ filepath: '/somewhere/a.test.ts', tasks }, [difference]);
    expect(inner.fails).toBe(true);
    expect(others.map(({ fails }) => fails)).toEqual([undefined, undefined]);

    const elsewhere = test('inner');
    expectFailures({ filepath: '/somewhere/b.test.ts', tasks: [suite('outer', [elsewhere])] }, [difference]);
    expect(elsewhere.fails).toBeUndefined();
  });

  it('have to exist', () => {
    expect(() => expectFailures({ filepath: 'a.test.ts', tasks: [test('inner')] }, [difference])).toThrow(
      /does not have, take them off: outer > inner/,
    );
    for (const { file } of knownDifferences)
      expect(existsSync(`${projectRoot}test/contract/${file}`)).toBe(true);
  });
});

/** Runs the deployment test with this program as MiniStack. */
async function runWith(
  program: string,
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number; said: string }> {
  const child = spawnNode(['--import', 'tsx', 'test/deploy/run.ts'], {
    env: { ...process.env, MINISTACK: program, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (data) => {
    said += String(data);
  });
  return { code: await codeOf(child), said };
}

it('says what to install where there is no MiniStack, and exits with 2', async () => {
  const { code, said } = await runWith('/nonexistent/ministack');
  expect(code).toBe(2);
  expect(said).toMatch(/^MiniStack is not found\. Install it with: python3 -m venv /);
});

it.skipIf(process.platform === 'win32')('keeps the log that it names where MiniStack fails', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ministack-fails-'));
  try {
    const program = join(folder, 'ministack');
    writeFileSync(program, '#!/bin/sh\necho "the port is taken" >&2\nexit 3\n', { mode: 0o755 });
    const TMPDIR = join(folder, 'tmp');
    mkdirSync(TMPDIR);
    const { code, said } = await runWith(program, { TMPDIR });
    expect(code).toBe(1);
    const [, log = ''] = /MiniStack ended at once with 3; its log is (\S+\.log)\./.exec(said) ?? [];
    expect(readFileSync(log, 'utf8')).toBe('the port is taken\n');
    expect(said).toContain(`is kept in ${join(log, '..')}.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
