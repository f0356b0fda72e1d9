import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeConsole } from '../../../../infra/console/build.ts';
import { asModules, bundled } from '../../../../infra/testing/bundles.ts';
import { atEnd } from '../../../support/at-end.ts';

const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));

let shared: BuiltCli | undefined;

/** The built command line, which all files that this process tests share; it goes with the process. */
export function builtCli(): string {
  if (!shared) {
    shared = buildCli();
    atEnd(shared.remove);
  }
  return shared.path;
}

/** What tests import of the published package, beside the built command line, which it starts. */
export async function builtHelpers(): Promise<
  typeof import('../../../../infra/testing/typescript/index.ts')
> {
  const folder = join(dirname(builtCli()), '../../dist/testing');
  await build({ ...bundled(folder), ...asModules });
  return import(join(folder, 'index.mjs'));
}

export interface BuiltCli {
  /** The program as the published package holds it. */
  path: string;
  remove: () => void;
}

/** Builds the command line as `npm run build:cli` does, into a folder laid out as the published package. */
export function buildCli(): BuiltCli {
  // Inside node_modules, so that it finds the packages it needs.
  const folder = mkdtempSync(join(projectRoot, 'node_modules', '.kore-sessions-emulator-'));
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: { 'build:cli': string };
  };
  const [program = '', ...args] = scripts['build:cli']
    .replace('--outdir=dist', `--outdir=${folder}/dist`)
    .split(' ');
  execFileSync(join(projectRoot, 'node_modules', '.bin', program), [...args, '--log-level=error'], {
    cwd: projectRoot,
  });
  writeConsole(join(folder, 'dist', 'console'));
  mkdirSync(join(folder, 'infra', 'local'), { recursive: true });
  const local = join('infra', 'local');
  for (const name of ['bin.mjs', 'node-version.mjs']) {
    copyFileSync(join(projectRoot, local, name), join(folder, local, name));
  }
  copyFileSync(join(projectRoot, 'package.json'), join(folder, 'package.json'));
  const path = join(folder, local, 'bin.mjs');
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
