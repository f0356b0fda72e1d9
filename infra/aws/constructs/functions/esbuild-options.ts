import { join } from 'node:path';
import { projectRoot } from '../../project.ts';

const inLambda = (file: string): string => join(projectRoot, 'functions/lambda', file);

/** How the code of every function is built, whether CDK builds it or the package does. */
export const esbuildOptions = {
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  // Stack traces need positions only; the text of the sources would make the map several times as large.
  sourcesContent: false,
  // What the code of a function does without, because it makes functions large and slow to start.
  inject: [inLambda('fetch-classes.ts')],
  alias: {
    '@aws-sdk/client-dynamodb': inLambda('dynamodb/client.ts'),
    '@aws-sdk/lib-dynamodb': inLambda('dynamodb/document-client.ts'),
    '@aws-sdk/credential-provider-node': inLambda('credential-provider.ts'),
    'node:fs': inLambda('builtins/fs.cjs'),
    'node:fs/promises': inLambda('builtins/fs-promises.cjs'),
    'node:http': inLambda('builtins/http.cjs'),
    'node:process': inLambda('builtins/process.cjs'),
    'node:util': inLambda('builtins/util.ts'),
  },
};
