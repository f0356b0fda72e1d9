import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { NotReadyError } from '../../errors.ts';
import { parameterName } from '../project.ts';
import { callAws } from './aws-failure.ts';
import type { Place } from './place.ts';
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
export async function readParameter(place: Place, name: string): Promise<string | undefined> {
  const ssm = new SSMClient(place.client);
  return callAws(`read the SSM parameter ${name}`, place.region, async () => {
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
export async function findDeployment(place: Place, environment: string): Promise<Deployment> {
  const [url, controlKeySecret] = await Promise.all([
    readParameter(place, parameterName(environment, 'url')),
    readParameter(place, parameterName(environment, 'control-key-secret')),
  ]);
  if (url !== undefined && controlKeySecret !== undefined) return { url, controlKeySecret };
  throw new NotReadyError(notDeployed(place, environment));
}

/**
 * Reads the control key.
 *
 * @param secret ARN or name of the secret that holds it
 * @throws Failure where it cannot be read
 */
export async function readControlKey(place: Place, secret: string): Promise<string> {
  const client = new SecretsManagerClient(place.client);
  const { SecretString = '' } = await callSecret(`read the secret ${secret}`, secret, place, () =>
    client.send(new GetSecretValueCommand({ SecretId: secret })),
  );
  return SecretString;
}

/** That it is not there, and what to run. */
export function notDeployed({ account, region }: Place, environment: string): string {
  const where = account === undefined ? 'with these credentials, region' : `in account ${account}, region`;
  return `${environment} is not deployed ${where} ${region}: run npm run deploy -- --env ${environment}, or set AWS_REGION and AWS_PROFILE to where it is.`;
}
