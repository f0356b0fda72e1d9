import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import config from '../vitest.config.ts';
import { behindBasePath, testFilesByPart } from './projects.ts';

const root = join(import.meta.dirname, '..');
const testFiles = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', name));

test('each test file belongs to one part of the suite', () => {
  const parts = testFilesByPart();

  expect(Object.values(parts).flat().sort()).toEqual(testFiles.sort());
  for (const [part, files] of Object.entries(parts)) expect(files, part).not.toEqual([]);
});

test('each file is run by one project, those of the contract by two, and some of these behind a base path', () => {
  const run = (config.test?.projects ?? []).flatMap((project) =>
    typeof project === 'object' && 'test' in project ? (project.test?.include ?? []) : [],
  );
  const { contract } = testFilesByPart();

  expect(run.sort()).toEqual([...testFiles, ...contract, ...behindBasePath].sort());
});

// Files of a project share one worker and what it has loaded: a module mocked for one is mocked for others, or for none.
test('no test mocks a module', () => {
  const call = ['vi', 'mock('].join('.');
  const mocking = testFiles.filter((file) => readFileSync(join(root, file), 'utf8').includes(call));

  expect(mocking).toEqual([]);
});
