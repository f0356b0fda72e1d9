import { SSMClient } from '@aws-sdk/client-ssm';
import { NotReadyError } from '../../errors.ts';

/** Where in AWS something is, and the settings for the SDK's clients that lead there. */
export interface Place {
  /** Left out where nobody has asked. */
  account?: string;
  region: string;
  client: { region: string; profile?: string };
}

/**
 * The region of the AWS configuration at hand. The SDK reads AWS_REGION and the profile; the CDK command line
 * AWS_DEFAULT_REGION too, so both find the same.
 *
 * @throws NotReadyError where there is none
 */
export async function configuredRegion(profile: string | undefined): Promise<string> {
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
    return await new SSMClient(profile === undefined ? {} : { profile }).config.region();
  } catch {
    return undefined;
  }
}
