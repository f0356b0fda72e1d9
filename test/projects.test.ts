import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import config from '../vitest.config.ts';
import { contractFiles, testFilesByPart } from './projects.ts';
import { isThorough } from './support/thorough.ts';

const root = join(import.meta.dirname, '..');
const testFiles = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  // Those need a browser, and have a configuration of their own.
  .filter((name) => name.endsWith('.test.ts') && !name.startsWith('browser'))
  .map((name) => join('test', name));

test('each test file belongs to one part of the suite', () => {
  const parts = testFilesByPart();

  expect(Object.values(parts).flat().sort()).toEqual(testFiles.sort());
  for (const [part, files] of Object.entries(parts)) expect(files, part).not.toEqual([]);
});

test('each file is run by one project, and those of the contract also by others', () => {
  const run = (config.test?.projects ?? []).flatMap((project) =>
    typeof project === 'object' && 'test' in project ? (project.test?.include ?? []) : [],
  );
  const { contract } = testFilesByPart();
  const byProject = contractFiles(contract, isThorough);

  expect(run.sort()).toEqual([...testFiles, ...byProject['base-path'], ...byProject['local-server']].sort());
});

test('a thorough run asks the whole contract of the local server and of the functions, and no project lacks what it runs otherwise', () => {
  const { contract } = testFilesByPart();
  const [usual, thorough] = [contractFiles(contract, false), contractFiles(contract, true)];

  expect(thorough['in-process']).toEqual(contract);
  expect(thorough['local-server']).toEqual(contract);
  expect(thorough.events).toEqual(contract);
  for (const name of ['in-process', 'base-path', 'local-server', 'events'] as const) {
    expect(thorough[name]).toEqual(expect.arrayContaining(usual[name]));
    expect(contract).toEqual(expect.arrayContaining(thorough[name]));
  }
});

// Files of a project share one worker and what it has loaded: a module mocked for one is mocked for others, or for none.
test('no test mocks a module', () => {
  const call = ['vi', 'mock('].join('.');
  const mocking = testFiles.filter((file) => readFileSync(join(root, file), 'utf8').includes(call));

  expect(mocking).toEqual([]);
});
