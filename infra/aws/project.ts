import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** The name that resources of every environment carry. */
export const projectName = 'kore-sessions-emulator';

/** What an environment publishes about itself; a function by the name people know it by. */
export type Published = 'url' | 'control-key-secret' | 'api-id' | `functions/${string}`;

/** The SSM parameter under which an environment publishes something about itself. */
export function parameterName(environment: string, what: Published): string {
  return `/${projectName}/${environment}/${what}`;
}
