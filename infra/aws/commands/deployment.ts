import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { parameterName, projectName } from '../project.ts';
import { callAws } from './aws-failure.ts';
import { CommandError } from './failure.ts';
import type { Session } from './login.ts';
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
export async function readParameter(session: Session, name: string): Promise<string | undefined> {
  const ssm = new SSMClient(session.client);
  return callAws(`read the SSM parameter ${name}`, session.region, async () => {
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
 * @throws CommandError where it is not deployed, in whole or in part
 */
export async function findDeployment(session: Session, environment: string): Promise<Deployment> {
  const [url, controlKeySecret] = await Promise.all([
    readParameter(session, parameterName(environment, 'url')),
    readParameter(session, parameterName(environment, 'control-key-secret')),
  ]);
  if (url !== undefined && controlKeySecret !== undefined) return { url, controlKeySecret };
  throw new CommandError(notDeployed(session, environment));
}

/**
 * Reads the control key.
 *
 * @param secret ARN or name of the secret that holds it
 * @throws CommandError where it cannot be read
 */
export async function readControlKey(session: Session, secret: string): Promise<string> {
  const client = new SecretsManagerClient(session.client);
  const { SecretString = '' } = await callSecret(`read the secret ${secret}`, secret, session, () =>
    client.send(new GetSecretValueCommand({ SecretId: secret })),
  );
  return SecretString;
}

/** That it is not there, and what to run. */
export function notDeployed({ account, region }: Session, environment: string): string {
  return `${environment} is not deployed in account ${account}, region ${region}: run npm run deploy -- --env ${environment}, or set AWS_REGION and AWS_PROFILE to where it is.`;
}

/** The stacks of an environment that there are, whatever their state. */
export async function findStacks(session: Session, environment: string): Promise<Stack[]> {
  const client = new CloudFormationClient(session.client);
  const stacks: Stack[] = [];
  let NextToken: string | undefined;
  do {
    const page = await callAws('list CloudFormation stacks', session.region, () =>
      client.send(new DescribeStacksCommand({ NextToken })),
    );
    stacks.push(...(page.Stacks ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  // The name of one environment may begin with that of another; a stack's own part has no hyphen.
  const named = new RegExp(`^${projectName}-${environment}-[a-z]+$`);
  return stacks.filter(
    ({ StackName = '', StackStatus }) => named.test(StackName) && StackStatus !== 'DELETE_COMPLETE',
  );
}
