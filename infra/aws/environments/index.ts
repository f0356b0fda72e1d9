import { dev } from './dev.ts';
import type { Environment } from './environment.ts';
import { prod } from './prod.ts';
import { staging } from './staging.ts';

export { defineEnvironment, type Environment } from './environment.ts';

/** Every environment there is, in the order in which changes travel. */
export const environments: readonly Environment[] = [dev, staging, prod];

/** The environment of that name, or an error that lists the known ones. */
export function findEnvironment(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  const known = environments.map((environment) => environment.name).join(', ');
  throw new Error(`Unknown environment '${name}'. Known environments: ${known}`);
}
