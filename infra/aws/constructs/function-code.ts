import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import { projectRoot } from '../project.ts';
import { bundling } from './bundling.ts';

/**
 * The code of a function: a clone builds it from its sources, the published package holds it built.
 *
 * @param source the folder under `functions` whose `handler.ts` the function runs
 */
export function functionCode(
  source: string,
): Pick<NodejsFunctionProps, 'code' | 'entry' | 'handler' | 'projectRoot' | 'depsLockFilePath' | 'bundling'> {
  const entry = join(projectRoot, 'functions', source, 'handler.ts');
  if (!existsSync(entry)) {
    return { code: Code.fromAsset(join(projectRoot, 'dist/functions', source)), handler: 'index.handler' };
  }
  return {
    entry,
    handler: 'handler',
    projectRoot,
    depsLockFilePath: join(projectRoot, 'package-lock.json'),
    bundling,
  };
}
