import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { run } from './tools.ts';

/** Programs of the npm registry that are not installed beside the package. */
const others = {
  tsc: 'typescript@5.9.3',
  redocly: '@redocly/cli@2.77.0',
  'openapi-typescript': 'openapi-typescript@7.13.0',
  'openapi-ts': '@hey-api/openapi-ts@0.99.0',
  attw: '@arethetypeswrong/cli@0.18.5',
  publint: 'publint@0.3.25',
} as const;

const folders = new Map<string, Promise<string>>();

/** Asks npx, once, where it has put the programs of packages. */
function binOf(packages: readonly string[], program: string): Promise<string> {
  const key = packages.join(' ');
  const known = folders.get(key) ?? askNpx(packages, program);
  folders.set(key, known);
  return known;
}

async function askNpx(packages: readonly string[], program: string): Promise<string> {
  const npx = ['npx', '--yes', '--loglevel=error', ...packages.map((name) => `--package=${name}`)];
  // Where no other version is installed.
  const told = await run([...npx, '--', 'sh', '-c', `command -v ${program}`], { cwd: tmpdir() });
  return dirname(told.trim());
}

/** @returns the path of one of the other programs */
export async function other(program: keyof typeof others): Promise<string> {
  return `${await binOf(Object.values(others), program)}/${program}`;
}

/**
 * @param version such as `22`
 * @returns variables by which `node` is one of that version
 */
export async function nodeOf(version: string): Promise<{ PATH: string }> {
  return { PATH: `${await binOf([`node@${version}`], 'node')}:${process.env['PATH']}` };
}
