import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The name that resources of every environment carry. */
export const projectName = 'kore-sessions-emulator';

/** The SSM parameter under which an environment publishes something about itself. */
export function parameterName(environment: string, what: 'url' | 'control-key-secret'): string {
  return `/${projectName}/${environment}/${what}`;
}
