import { join } from 'node:path';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { projectRoot } from '../project.ts';

/** How the code of every function is built. */
export const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourceMap: true,
  // Stack traces need positions only; the text of the sources would make the map several times as large.
  sourcesContent: false,
  // The SDK goes in: what was tested is what runs, and it loads faster than the copy in the runtime.
  externalModules: [],
  esbuildArgs: {
    '--alias:@aws-sdk/credential-provider-node': join(projectRoot, 'functions/lambda/credential-provider.ts'),
  },
  logLevel: LogLevel.WARNING,
};
