import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { esbuildOptions } from './esbuild-options.ts';

const { alias, ...options } = esbuildOptions;

/** How CDK builds the code of every function. */
export const bundling: BundlingOptions = {
  ...options,
  format: OutputFormat.ESM,
  sourceMap: true,
  // The SDK goes in: what was tested is what runs, and it loads faster than the copy in the runtime.
  externalModules: [],
  esbuildArgs: Object.fromEntries(Object.entries(alias).map(([name, path]) => [`--alias:${name}`, path])),
  logLevel: LogLevel.WARNING,
};
