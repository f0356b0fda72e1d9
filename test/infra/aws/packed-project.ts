import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack } from '../../support/packed.ts';
import { unpack } from './tarball.ts';

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));
const require = createRequire(import.meta.url);

/** A project that has the packed tarball installed, and what the tarball says it needs, and nothing else. */
export interface PackedProject {
  readonly folder: string;
  /** The installed package. */
  readonly installed: string;
  readonly write: (path: string, text: string) => void;
  readonly remove: () => void;
}

/** Packs the package as `npm pack` does, build included, and installs it without a network. */
export function createPackedProject(): PackedProject {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-packed-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  try {
    const installed = join(folder, 'node_modules/kore-sessions-emulator');
    mkdirSync(installed, { recursive: true });
    unpack(pack(folder), installed);
    link(folder, [...needs(installed), '@types/node']);
    // What `npm pack ./dist/cdk` packs.
    cpSync(join(projectRoot, 'dist/cdk'), join(folder, 'node_modules/kore-sessions-emulator-cdk'), {
      recursive: true,
    });
    write('package.json', JSON.stringify({ name: 'project', private: true, type: 'module' }));
    return { folder, installed, write, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function needs(installed: string): string[] {
  const { dependencies = {}, peerDependencies = {} } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'peerDependencies', Record<string, string> | undefined>;
  return Object.keys({ ...dependencies, ...peerDependencies });
}

function link(folder: string, packages: readonly string[]): void {
  for (const name of packages) {
    const path = join(folder, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(projectRoot, 'node_modules', name), path, 'dir');
  }
}

/** What the compiler says about the files of a project, which it compiles in place; nothing where all is well. */
export function compile({ folder }: PackedProject, files: readonly string[]): string {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  try {
    return execFileSync(process.execPath, [tsc, '--ignoreConfig', ...options, ...files], {
      cwd: folder,
    }).toString();
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout);
    throw error;
  }
}

/** The first block of code of a language in a document of this project. */
export function codeBlock(document: string, language: string): string {
  const text = readFileSync(join(projectRoot, document), 'utf8');
  const [, code] = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(text) ?? [];
  if (code === undefined) throw new Error(`${document} has no block of ${language}`);
  return code;
}
