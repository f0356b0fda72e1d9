import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { esbuildOptions } from '../constructs/functions/esbuild-options.ts';
import { projectRoot } from '../project.ts';

// What the package holds for CDK applications: the functions as they are deployed, the construct, and its types.

const library = join(projectRoot, 'infra/aws/library');

for (const source of ['get-sessions', 'control']) {
  await build({
    ...esbuildOptions,
    absWorkingDir: projectRoot,
    entryPoints: [`functions/${source}/handler.ts`],
    outfile: `dist/functions/${source}/index.mjs`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
  });
}

await build({
  absWorkingDir: projectRoot,
  entryPoints: [join(library, 'kore-sessions-emulator.ts')],
  // Two folders below the package's own, as `projectRoot` counts on.
  outfile: 'dist/cdk/kore-sessions-emulator.js',
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
});

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
execFileSync(process.execPath, [join(typescript, 'bin/tsc'), '-p', library], { stdio: 'inherit' });
