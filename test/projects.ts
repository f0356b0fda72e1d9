import { reachable, readImports } from './support/imports.ts';

/**
 * Modules that start an engine, a server, a process or a build, that measure the memory of a process, or that take longer
 * to load than unit tests to run.
 */
const heavy = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/lib-dynamodb',
  'node:child_process',
  'node:http',
  'node:net',
  'node:v8',
  'esbuild',
  'functions/control/application.ts',
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
    // What needs a browser has a configuration of its own.
    if (!file.endsWith('.test.ts') || file.startsWith('test/browser/')) continue;
    const needed = reachable(graph, file, (other) => other.startsWith('test/'));
    parts[partOf(file, needed)].push(file);
  }
  return parts;
}

/**
 * The files of the contract that the local server is asked too wherever tests are run, and the functions behind events:
 * where the way there counts, which is how requests come in, how answers go out, and one server for many accounts at
 * once. All else is the same application in this process as behind either, and a thorough run alone asks it of all.
 */
const whereTheWayCounts: readonly string[] = [
  'bad-bodies',
  'bad-requests',
  'base-path',
  'console',
  'control-access',
  'control-fuzz',
  'control-import',
  'control-sessions',
  'delete-sessions',
  'errors',
  'fault-kinds',
  'faults',
  'fuzz',
  'import-export',
  'isolation',
  'journal',
  'jwe',
  'messages-routes',
  'method-override',
  'page-size',
  'query-parameters',
  'redaction',
  'routes',
  'session-ids',
  'settings-gzip',
  'tag-bounds',
  'tokens-edges',
  'unattributed',
  'vendor-page',
].map(fileOfContract);

/** The files of the contract that are also run behind a base path: what gives out links, and what leads to it. */
const behindBasePath: readonly string[] = [
  'base-path',
  'console',
  'control-access',
  'control-sessions',
  'import-export',
].map(fileOfContract);

/** What a thorough run asks behind a base path too, though it tells of no path. */
const alsoBehindBasePath: readonly string[] = ['delete-sessions', 'strict-rows'].map(fileOfContract);

function fileOfContract(name: string): string {
  return `test/contract/${name}.test.ts`;
}

export type ContractProject = 'in-process' | 'base-path' | 'local-server' | 'events';

/** The files of the contract that each of its projects runs. */
export function contractFiles(
  contract: readonly string[],
  isThorough: boolean,
): Record<ContractProject, string[]> {
  return {
    'in-process': [...contract],
    'base-path': [...behindBasePath, ...(isThorough ? alsoBehindBasePath : [])],
    'local-server': [...(isThorough ? contract : whereTheWayCounts)],
    events: [...(isThorough ? contract : whereTheWayCounts)],
  };
}

function partOf(file: string, needed: ReadonlySet<string>): Part {
  if (file.startsWith('test/contract/')) return 'contract';
  if (file.startsWith('test/infra/aws/')) return 'cdk';
  if (needed.has('fast-check')) return 'property';
  return heavy.some((module) => needed.has(module)) ? 'engine' : 'unit';
}
