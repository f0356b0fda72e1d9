import { dev } from './dev.ts';
import type { Environment } from './environment.ts';
import { ephemeralEnvironment, ephemeralNames } from './ephemeral.ts';
import { prod } from './prod.ts';
import { staging } from './staging.ts';

export { defineEnvironment, type Environment } from './environment.ts';
export { isEphemeral } from './ephemeral.ts';

/** Every environment that lasts, in the order in which changes travel. */
export const environments: readonly Environment[] = [dev, staging, prod];

/**
 * The environment of that name: a lasting one, or the ephemeral one that the name stands for.
 *
 * @throws Error that lists the known names
 */
export function findEnvironment(name: string): Environment {
  const found = environments.find((environment) => environment.name === name) ?? ephemeralEnvironment(name);
  if (found) return found;
  const known = environments.map((environment) => environment.name).join(', ');
  throw new Error(
    `Unknown environment '${name}'. Known environments: ${known}, and ephemeral ones: ${ephemeralNames}`,
  );
}
