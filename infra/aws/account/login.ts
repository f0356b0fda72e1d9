import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NotReadyError } from '../../errors.ts';
import type { Environment } from '../environments/index.ts';
import { callAws } from '../find/aws-failure.ts';
import { configuredRegion, type Place } from '../find/place.ts';

/** Whose credentials lead to a place. */
export interface Login extends Place {
  account: string;
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
