import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { projectRoot } from '../../project.ts';
import { buildFunction } from './build-function.ts';

/**
 * The code of a function, built from its sources where a stack is deployed. In the package for CDK applications it is
 * built already, and `library/built-function-code.ts` stands in the place of this.
 *
 * @param source the folder under `functions` whose `handler.ts` the function runs
 */
export function functionCode(source: string): { code: Code; handler: string } {
  const code = Code.fromAsset(join(projectRoot, 'functions', source), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // The CDK wants one, and never looks for it: the function is built here, or that fails.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle: (folder) => {
          buildFunction(source, folder);
          return true;
        },
      },
    },
  });
  return { code, handler: 'index.handler' };
}
