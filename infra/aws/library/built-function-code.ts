import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';

/**
 * The code of a function as the package holds it; the build puts this in the place of `function-code.ts`.
 *
 * @param source the folder under `functions` whose `handler.ts` the function runs
 */
export function functionCode(source: string): { code: Code; handler: string } {
  const folder = fileURLToPath(new URL(`./functions/${source}`, import.meta.url));
  return { code: Code.fromAsset(folder), handler: 'index.handler' };
}
