import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { NotReadyError } from '../../errors.ts';
import { parameterName, projectName } from '../project.ts';
import { callAws } from './aws-failure.ts';
import type { Login } from './login.ts';
import { callSecret } from './secret-failure.ts';

/** What callers need to know of a deployed environment. */
export interface Deployment {
  url: string;
  /** ARN of the secret that holds the key of the control API. */
  controlKeySecret: string;
}

/**
 * Reads an SSM parameter.
 *
 * @returns undefined where there is none of that name
 */
export async function readParameter(login: Login, name: string): Promise<string | undefined> {
  const ssm = new SSMClient(login.client);
  return callAws(`read the SSM parameter ${name}`, login.region, async () => {
    try {
      return (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
    } catch (error) {
      if (error instanceof Error && error.name === 'ParameterNotFound') return undefined;
      throw error;
    }
  });
}

/**
 * Finds a deployed environment by the SSM parameters that it publishes.
 *
 * @throws Failure where it is not deployed, in whole or in part
 */
export async function findDeployment(login: Login, environment: string): Promise<Deployment> {
  const [url, controlKeySecret] = await Promise.all([
    readParameter(login, parameterName(environment, 'url')),
    readParameter(login, parameterName(environment, 'control-key-secret')),
  ]);
  if (url !== undefined && controlKeySecret !== undefined) return { url, controlKeySecret };
  throw new NotReadyError(notDeployed(login, environment));
}

/**
 * Reads the control key.
 *
 * @param secret ARN or name of the secret that holds it
 * @throws Failure where it cannot be read
 */
export async function readControlKey(login: Login, secret: string): Promise<string> {
  const client = new SecretsManagerClient(login.client);
  const { SecretString = '' } = await callSecret(`read the secret ${secret}`, secret, login, () =>
    client.send(new GetSecretValueCommand({ SecretId: secret })),
  );
  return SecretString;
}

/** That it is not there, and what to run. */
export function notDeployed({ account, region }: Login, environment: string): string {
  return `${environment} is not deployed in account ${account}, region ${region}: run npm run deploy -- --env ${environment}, or set AWS_REGION and AWS_PROFILE to where it is.`;
}

/**
 * The stacks of an environment that there are, whatever their state.
 *
 * @param part the last part of their name; left out, any
 */
export async function findStacks(login: Login, environment: string, part = '[a-z]+'): Promise<Stack[]> {
  const client = new CloudFormationClient(login.client);
  const stacks: Stack[] = [];
  let NextToken: string | undefined;
  do {
    const page = await callAws('list CloudFormation stacks', login.region, () =>
      client.send(new DescribeStacksCommand({ NextToken })),
    );
    stacks.push(...(page.Stacks ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  // The name of one environment may begin with that of another; a stack's own part has no hyphen.
  const named = new RegExp(`^${projectName}-${environment}-${part}$`);
  return stacks.filter(
    ({ StackName = '', StackStatus }) => named.test(StackName) && StackStatus !== 'DELETE_COMPLETE',
  );
}
