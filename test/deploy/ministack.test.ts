import { existsSync } from 'node:fs';
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

it('says what to install where there is no MiniStack, and exits with 2', async () => {
  const env = { ...process.env, MINISTACK: '/nonexistent/ministack' };
  const child = spawnNode(['--import', 'tsx', 'test/deploy/run.ts'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr?.on('data', (data) => {
    complaints += String(data);
  });
  expect(await codeOf(child)).toBe(2);
  expect(complaints).toMatch(/^MiniStack is not found\. Install it with: python3 -m venv /);
});
