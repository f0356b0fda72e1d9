import { join } from 'node:path';
import {
  type BundlingOptions,
  LogLevel,
  type NodejsFunctionProps,
  OutputFormat,
} from 'aws-cdk-lib/aws-lambda-nodejs';
import { projectRoot } from '../../project.ts';
import { esbuildOptions } from './esbuild-options.ts';

const { alias, ...options } = esbuildOptions;

/** How CDK builds the code of every function. */
const bundling: BundlingOptions = {
  ...options,
  format: OutputFormat.ESM,
  sourceMap: true,
  // The SDK goes in: what was tested is what runs, and it loads faster than the copy in the runtime.
  externalModules: [],
  esbuildArgs: Object.fromEntries(Object.entries(alias).map(([name, path]) => [`--alias:${name}`, path])),
  logLevel: LogLevel.WARNING,
};

/**
 * The code of a function, built from its sources. In the package for CDK applications it is built already, and
 * `library/built-function-code.ts` stands in the place of this.
 *
 * @param source the folder under `functions` whose `handler.ts` the function runs
 */
export function functionCode(
  source: string,
): Pick<NodejsFunctionProps, 'entry' | 'handler' | 'projectRoot' | 'depsLockFilePath' | 'bundling'> {
  return {
    entry: join(projectRoot, 'functions', source, 'handler.ts'),
    handler: 'handler',
    projectRoot,
    depsLockFilePath: join(projectRoot, 'package-lock.json'),
    bundling,
  };
}
