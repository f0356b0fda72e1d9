import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NotReadyError } from '../../errors.ts';
import type { Environment } from '../environments/index.ts';
import { callAws } from './aws-failure.ts';

/** Where an environment is in AWS, and the settings for the SDK's clients that lead there. */
export interface Login {
  account: string;
  region: string;
  client: { region: string; profile?: string };
}

export interface LoginOptions {
  environment: Environment;
  /** The AWS profile that `--profile` names. */
  profile: string | undefined;
}

/**
 * Finds out which account and region the environment's own settings and the caller's lead to.
 *
 * @throws Failure where there are no credentials, no region, or they are not those of the environment
 */
export async function signIn({ environment, profile }: LoginOptions): Promise<Login> {
  const region = environment.region ?? (await configuredRegion(profile));
  const client = { region, ...(profile === undefined ? {} : { profile }) };
  const sts = new STSClient(client);
  const who = profile === undefined ? 'ask whose they are' : `ask with the profile ${profile}`;
  const identity = await callAws(who, region, () => sts.send(new GetCallerIdentityCommand({})));
  const account = identity.Account ?? '';
  if (environment.account !== undefined && environment.account !== account) {
    throw new NotReadyError(
      `The environment ${environment.name} belongs in the AWS account ${environment.account}, but these credentials are of ${account}: use others, with AWS_PROFILE or --profile.`,
    );
  }
  return { account, region, client };
}

/** The SDK reads AWS_REGION and the profile; the CDK command line AWS_DEFAULT_REGION too, so both find the same. */
async function configuredRegion(profile: string | undefined): Promise<string> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const region = AWS_REGION || AWS_DEFAULT_REGION || (await regionOfProfile(profile));
  if (region === undefined) {
    throw new NotReadyError(
      'No AWS region is set: name one with AWS_REGION, such as AWS_REGION=eu-central-1, or in the profile.',
    );
  }
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return region;
  throw new NotReadyError(`"${region}" is not an AWS region: set AWS_REGION to one such as eu-central-1.`);
}

async function regionOfProfile(profile: string | undefined): Promise<string | undefined> {
  try {
    return await new STSClient(profile === undefined ? {} : { profile }).config.region();
  } catch {
    return undefined;
  }
}
