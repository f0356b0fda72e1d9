import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { projectRoot } from '../../project.ts';

/**
 * Builds the code of a function, whether CDK wants it or the package does: `index.mjs`, which Lambda loads, and parts
 * that it loads when it first needs them. What few requests need costs a cold start nothing that way.
 *
 * @param source the folder under `functions` whose `handler.ts` the function runs
 * @param folder where it is written
 */
export function buildFunction(source: string, folder: string): void {
  buildSync({
    absWorkingDir: projectRoot,
    entryPoints: { index: `functions/${source}/handler.ts` },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    // Stack traces need positions only; the text of the sources would make the map several times as large.
    sourcesContent: false,
    // The providers of other credentials than those of a function's role are a third of the SDK.
    alias: {
      '@aws-sdk/credential-provider-node': join(projectRoot, 'functions/lambda/credential-provider.ts'),
    },
    logLevel: 'warning',
  });
}
