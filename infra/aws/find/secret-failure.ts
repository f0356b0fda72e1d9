import { Failure } from '../../errors.ts';
import { callAws } from './aws-failure.ts';
import type { Place } from './place.ts';

/**
 * Makes calls to Secrets Manager about the secret that holds the control key.
 *
 * @param doing what they are for, such as "change the control key"
 * @param secret its ARN or name
 * @throws Failure that says how to get a deleted secret back, and whatever callAws throws
 */
export function callSecret<T>(
  doing: string,
  secret: string,
  place: Place,
  call: () => Promise<T>,
): Promise<T> {
  return callAws(doing, place.region, async () => {
    try {
      return await call();
    } catch (error) {
      throw describeLoss(error, secret, place) ?? error;
    }
  });
}

function describeLoss(error: unknown, secret: string, { client }: Place): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const profile = client.profile === undefined ? '' : ` --profile ${client.profile}`;
  const restore = `aws secretsmanager restore-secret --secret-id ${secret} --region ${client.region}${profile}`;
  if (error.name === 'ResourceNotFoundException') {
    return new Failure(
      `The secret ${secret} that holds the control key is gone, and a deployment does not bring it back: within its recovery window run ${restore}; after that only npm run destroy and npm run deploy make another, without the sessions of before.`,
    );
  }
  // Secrets Manager's wording: "... because it was marked for deletion" or "... scheduled for deletion".
  if (error.name === 'InvalidRequestException' && /deletion|deleted/i.test(error.message)) {
    return new Failure(
      `The secret ${secret} that holds the control key is scheduled for deletion: take that back with ${restore}, and run this again.`,
    );
  }
  return undefined;
}
