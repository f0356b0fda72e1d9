import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, buildSync, type OutputFile } from 'esbuild';
import type { ConsoleFiles } from '../../functions/control/console/files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = join(root, 'functions/console');

const options = {
  absWorkingDir: root,
  entryPoints: { app: join(sources, 'main.tsx') },
  bundle: true,
  minify: true,
  write: false,
  outdir: 'out',
  format: 'esm',
  platform: 'browser',
  target: ['es2022', 'chrome110', 'firefox115', 'safari16.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'silent',
  tsconfigRaw: {},
} satisfies BuildOptions;

/**
 * Builds the console: the page, its script and its styles, and each packed. The bytes are the same wherever it is built.
 *
 * @throws Error of the compiler's that says what is wrong
 */
export async function buildConsole(): Promise<ConsoleFiles> {
  const { outputFiles } = await build(options);
  return filesOf(outputFiles);
}

function filesOf(outputFiles: readonly OutputFile[]): ConsoleFiles {
  const hashed = outputFiles.map(({ path, contents }) => {
    const extension = path.slice(path.lastIndexOf('.') + 1);
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 10);
    return [`app-${hash}.${extension}`, new Uint8Array(contents)] as const;
  });
  const named = (extension: string): string => hashed.find(([name]) => name.endsWith(extension))?.[0] ?? '';
  const page = readFileSync(join(sources, 'index.html'), 'utf8')
    .replace('SCRIPT', named('.js'))
    .replace('STYLES', named('.css'));
  const files = [['index.html', new TextEncoder().encode(page)] as const, ...hashed];
  return new Map(
    files.flatMap(([name, bytes]) => [
      [name, bytes],
      [`${name}.gz`, packed(bytes)],
    ]),
  );
}

/** RFC 1952: the tenth byte names the system that packed it. */
const systemAt = 9;
const unknownSystem = 255;

function packed(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const gzip = new Uint8Array(gzipSync(bytes, { level: 9 }));
  gzip[systemAt] = unknownSystem;
  return gzip;
}

/** Builds the console into a folder, in place of what is there. */
export function writeConsole(folder: string): void {
  const files = filesOf(buildSync(options).outputFiles);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
}
