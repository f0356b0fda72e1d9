import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import type { Environment } from '../../infra/aws/environments/index.ts';
import { buildBundles } from '../infra/aws/bundle.ts';
import { statementsOf } from '../infra/aws/statements.ts';
import { synthesize } from '../infra/aws/synthesize.ts';
import type { Allowed } from './dynamodb/endpoint.ts';

/** A function as its template describes it. */
export interface DeployedFunction {
  megabytes: number;
  timeoutMs: number;
  /** Variables whose values the template has; those that refer to resources are left out. */
  variables: Record<string, string>;
  /** Its built `index.mjs`. */
  path: string;
}

/** What `cdk deploy` makes of an environment, as far as the lab needs it. */
export interface Deployed {
  getSessions: DeployedFunction;
  control: DeployedFunction;
  /** By the names of the functions in the template, which the lab takes for access keys. */
  allowed: Allowed;
  /** Removes what was built. */
  remove: () => void;
}

/** By what they are called in the template, and the folders of their code. */
const folders = { GetSessions: 'get-sessions', Control: 'control' } as const;

export type FunctionName = keyof typeof folders;

/**
 * Synthesizes an environment and builds its functions.
 *
 * @param built a folder with functions that are built already, in folders named as those of `functions`
 */
export async function deploy(environment: Environment, built?: string): Promise<Deployed> {
  const { api } = synthesize(environment);
  const bundles = built === undefined ? await buildBundles() : undefined;
  const functionOf = (name: FunctionName): DeployedFunction => {
    const folder = folders[name];
    const path = bundles?.[folder].path ?? join(built ?? '', folder, 'index.mjs');
    if (!existsSync(path)) throw new Error(`There is no built function ${path}.`);
    return { ...describe(api, name), path };
  };
  return {
    getSessions: functionOf('GetSessions'),
    control: functionOf('Control'),
    allowed: new Map(Object.keys(folders).map((name) => [name, allowedTo(api, name)])),
    remove: () => bundles?.remove(),
  };
}

function describe(api: Template, name: FunctionName): Omit<DeployedFunction, 'path'> {
  const [found] = Object.entries(api.findResources('AWS::Lambda::Function')).filter(([id]) =>
    id.startsWith(`${name}Function`),
  );
  if (!found) throw new Error(`The template has no function ${name}.`);
  const { MemorySize, Timeout, Environment } = found[1]['Properties'];
  const variables = Object.entries((Environment?.Variables ?? {}) as Record<string, unknown>);
  return {
    megabytes: MemorySize,
    timeoutMs: Timeout * 1000,
    variables: Object.fromEntries(
      variables.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  };
}

function allowedTo(api: Template, name: string): { table: ReadonlySet<string>; index: ReadonlySet<string> } {
  const statements = statementsOf(api, name);
  const actionsOn = (wanted: string) =>
    new Set(statements.flatMap(({ resource, actions }) => (resource === wanted ? actions : [])));
  return { table: actionsOn('table'), index: actionsOn('session index') };
}
