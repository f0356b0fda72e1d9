import { reachable, readImports } from './support/imports.ts';

/** Modules that start an engine, a server, a process or a build, or that measure the memory of a process. */
const heavy = [
  'node:child_process',
  'node:http',
  'node:net',
  'node:v8',
  'esbuild',
  'infra/local/engine.ts',
  'infra/local/listen.ts',
  'infra/local/start.ts',
];

/** The parts of the suite by what their tests need; a test file belongs to the first that it fits. */
export type Part = 'contract' | 'cdk' | 'property' | 'engine' | 'unit';

/**
 * The part of each test file. Folders decide for the contract suite and for CDK; for all else decides what the file
 * imports, itself or by way of other files of `test`: fast-check, or what starts something.
 */
export function testFilesByPart(): Record<Part, string[]> {
  const graph = readImports(['test']);
  const parts: Record<Part, string[]> = { contract: [], cdk: [], property: [], engine: [], unit: [] };
  for (const file of graph.keys()) {
    if (!file.endsWith('.test.ts')) continue;
    const needed = reachable(graph, file, (other) => other.startsWith('test/'));
    parts[partOf(file, needed)].push(file);
  }
  return parts;
}

/** The files of the contract that are also run behind a base path: what gives out links, and what leads to it. */
export const behindBasePath: readonly string[] = [
  'test/contract/base-path.test.ts',
  'test/contract/control-access.test.ts',
  'test/contract/control-sessions.test.ts',
  'test/contract/import-export.test.ts',
];

function partOf(file: string, needed: ReadonlySet<string>): Part {
  if (file.startsWith('test/contract/')) return 'contract';
  if (file.startsWith('test/infra/aws/')) return 'cdk';
  if (needed.has('fast-check')) return 'property';
  return heavy.some((module) => needed.has(module)) ? 'engine' : 'unit';
}
