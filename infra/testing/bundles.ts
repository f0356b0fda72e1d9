import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

/** How what tests import is bundled, into a folder. */
export const bundled = (outdir: string): BuildOptions => ({
  absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
  entryPoints: ['index', 'vitest'].map((name) => `infra/testing/typescript/${name}.ts`),
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  outdir,
  logLevel: 'warning',
});

/** As ES modules. */
export const asModules = {
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.mjs' },
} as const satisfies BuildOptions;
