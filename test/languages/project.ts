import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from '../support/packed.ts';
import { projectRoot, run } from './tools.ts';

/** An empty project of somebody's, with the packed tarball installed as a registry would give it. */
export interface Project {
  folder: string;
  tarball: string;
  /** The package as it is installed. */
  installed: string;
}

const ours = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>;
};

const install = ['npm', 'install', '--no-audit', '--no-fund', '--no-package-lock'] as const;

/** Those that this project does not have. */
const otherVersions: Readonly<Record<string, string>> = {
  axios: '1.21.1',
  '@playwright/test': '1.64.1',
  jest: '30.5.2',
};

/**
 * Packs this project and installs it.
 *
 * @param folder that the project is made in
 * @param beside what is installed with it, in the versions that this project has
 */
export async function makeProject(folder: string, beside: readonly string[] = []): Promise<Project> {
  mkdirSync(folder, { recursive: true });
  return await installPacked(folder, pack(folder), beside);
}

/** Makes a project in an empty folder and installs a tarball there. */
export async function installPacked(
  folder: string,
  tarball: string,
  beside: readonly string[] = [],
): Promise<Project> {
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'project', private: true, type: 'module' }),
  );
  const others = beside.map((name) => `${name}@${ours.devDependencies[name] ?? otherVersions[name]}`);
  await run([...install, tarball, ...others], { cwd: folder });
  return { folder, tarball, installed: join(folder, 'node_modules/kore-sessions-emulator') };
}

/** The path of a program that is installed in the project. */
export const bin = ({ folder }: Pick<Project, 'folder'>, program: string): string =>
  join(folder, 'node_modules/.bin', program);

/** The start of a command that runs another one with an emulator. */
export const exec = (project: Pick<Project, 'folder'>): readonly string[] => [
  bin(project, 'kore-sessions-emulator'),
  'exec',
  '--',
];

const pythons = new Map<string, Promise<string>>();

/** A Python environment that stays from run to run, with what its requirements name and our plugin. */
export function pythonOf({ installed }: Project): Promise<string> {
  const known = pythons.get(installed) ?? makePython(installed);
  pythons.set(installed, known);
  return known;
}

async function makePython(installed: string): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] || join(process.env['HOME'] ?? tmpdir(), '.cache');
  const venv = join(cache, 'kore-sessions-emulator/languages');
  mkdirSync(cache, { recursive: true });
  const python = join(venv, 'bin/python');
  const pip = [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile'];
  if (!existsSync(join(venv, 'bin/pip'))) await run(['python3', '-m', 'venv', venv], { cwd: projectRoot });
  await run([...pip, '--requirement', 'test/languages/requirements.txt'], { cwd: projectRoot });
  await run(
    [
      ...pip,
      '--no-build-isolation',
      '--no-deps',
      '--force-reinstall',
      join(installed, 'infra/testing/python'),
    ],
    {
      cwd: projectRoot,
    },
  );
  return python;
}
