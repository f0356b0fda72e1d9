import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { buildSync } from 'esbuild';
import { writeConsole } from '../../../console/build.ts';
import { projectRoot } from '../../project.ts';

// Names of parts and maps of sources depend on it: the same sources give the same files, wherever they are written.
const outdir = join(projectRoot, 'dist/function');

/**
 * Builds the code of a function, whether CDK wants it or the package does: `index.mjs`, which Lambda loads, and parts
 * that it loads when it first needs them. What few requests need costs a cold start nothing that way.
 *
 * @param source the folder under `functions` whose `handler.ts` the function runs
 * @param folder where it is written
 */
export function buildFunction(source: string, folder: string): void {
  const entryPoint = `functions/${source}/handler.ts`;
  const { outputFiles } = buildSync({
    absWorkingDir: projectRoot,
    entryPoints: { index: entryPoint },
    // Has each part import all that is there from the beginning, which so stays in one file: else there were one for
    // what each set of parts shares, and some twenty files take a cold start longer than one.
    inject: [entryPoint],
    outdir,
    write: false,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    // Beside each other: what the function is made of looks for the console beside the file that it is in.
    chunkNames: '[name]-[hash]',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    // Stack traces need positions only; the text of the sources would make the map several times as large.
    sourcesContent: false,
    // What the SDK loads and a function never uses: other credentials than its role's are a third of it.
    alias: {
      '@aws-sdk/credential-provider-node': join(projectRoot, 'functions/lambda/credential-provider.ts'),
      '@aws-sdk/middleware-endpoint-discovery': join(projectRoot, 'functions/lambda/endpoint-discovery.ts'),
      '@smithy/core/event-streams': join(projectRoot, 'functions/lambda/event-streams.ts'),
      'node:http': join(projectRoot, 'functions/lambda/node-http.ts'),
      'node:process': join(projectRoot, 'functions/lambda/process.ts'),
    },
    logLevel: 'warning',
  });
  for (const { path, contents } of outputFiles) {
    const file = join(folder, relative(outdir, path));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
  // Beside the code, so that nobody loads it who does not look at it.
  if (source === 'control') writeConsole(join(folder, 'console'));
}
