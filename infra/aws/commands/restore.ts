import { Failure, NotReadyError, UsageError } from '../../errors.ts';
import { type Login, signIn } from '../account/login.ts';
import { protectTable, restoreTable } from '../account/restored-table.ts';
import { findStacks } from '../account/stacks.ts';
import { notDeployed } from '../find/deployment.ts';
import { projectName } from '../project.ts';
import type { Command } from './command-line.ts';
import { smoke } from './smoke.ts';

/** The option that names the instant. */
export const atOption = '--at';

/**
 * Restores an environment's table as it was at an instant, to a new table. Run again once the environment names that
 * table in `data.existing`, it deploys and tries it. The old table stays.
 */
export const restore: Command = async (line, effects) => {
  const { environment } = line;
  const at = readInstant(line.rest);
  const login = await signIn(line);
  const table = `${projectName}-${environment.name}-${at.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  if (environment.data.existing?.tableName === table) {
    await adopt(environment.name, effects.cdk);
    await smoke({ ...line, rest: [] }, effects);
    effects.print(`${environment.name} uses ${table}.`);
    return;
  }
  const from = await tableOf(login, environment.name);
  await restoreTable(login, { from, to: table, at }, effects.print);
  await protectTable(login, table, environment.data);
  effects.print(
    `${table} is there. Add existing: { tableName: '${table}' } to data in infra/aws/environments/${environment.name}.ts, and run this again: it deploys the environment with it.`,
  );
};

function readInstant(rest: readonly string[]): Date {
  const [option, text = ''] = rest;
  const at = new Date(text);
  const whole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (option === atOption && rest.length === 2 && whole && !Number.isNaN(at.getTime())) return at;
  throw new UsageError(
    `npm run restore takes --env NAME, --profile PROFILE and ${atOption} TIME, an ISO 8601 time such as 2026-01-31T12:00:00Z.`,
  );
}

async function tableOf(login: Login, environment: string): Promise<string> {
  const [data] = await findStacks(login, environment, 'data');
  const name = data?.Outputs?.find(({ OutputKey }) => OutputKey === 'TableName')?.OutputValue;
  if (name === undefined) throw new NotReadyError(notDeployed(login, environment));
  return name;
}

/** The api stack first: while it imports the old table, CloudFormation lets the data stack not give it up. */
async function adopt(name: string, cdk: (args: readonly string[]) => Promise<number>): Promise<void> {
  for (const args of [[`${name}/api`, '--exclusively'], [`${name}/*`]]) {
    const code = await cdk(['deploy', ...args, '-c', `env=${name}`, '--require-approval', 'never']);
    if (code === 0) continue;
    throw new Failure(
      `${name} was not deployed: the CDK command line says why above, and exited with ${code}.`,
    );
  }
}
