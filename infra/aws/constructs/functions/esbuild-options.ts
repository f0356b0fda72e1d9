import { join } from 'node:path';
import { projectRoot } from '../../project.ts';

/** How the code of every function is built, whether CDK builds it or the package does. */
export const esbuildOptions = {
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  // Stack traces need positions only; the text of the sources would make the map several times as large.
  sourcesContent: false,
  // The providers of other credentials than those of a function's role are a third of the SDK.
  alias: {
    '@aws-sdk/credential-provider-node': join(projectRoot, 'functions/lambda/credential-provider.ts'),
  },
};
