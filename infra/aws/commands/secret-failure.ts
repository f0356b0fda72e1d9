import { callAws } from './aws-failure.ts';
import { CommandError, exitCodes } from './failure.ts';
import type { Session } from './login.ts';

/**
 * Makes calls to Secrets Manager about the secret that holds the control key.
 *
 * @param doing what they are for, such as "change the control key"
 * @param secret its ARN or name
 * @throws CommandError that says how to get a deleted secret back, and whatever callAws throws
 */
export function callSecret<T>(
  doing: string,
  secret: string,
  session: Session,
  call: () => Promise<T>,
): Promise<T> {
  return callAws(doing, session.region, async () => {
    try {
      return await call();
    } catch (error) {
      throw describeLoss(error, secret, session) ?? error;
    }
  });
}

function describeLoss(error: unknown, secret: string, { client }: Session): CommandError | undefined {
  if (!(error instanceof Error)) return undefined;
  const profile = client.profile === undefined ? '' : ` --profile ${client.profile}`;
  const restore = `aws secretsmanager restore-secret --secret-id ${secret} --region ${client.region}${profile}`;
  if (error.name === 'ResourceNotFoundException') {
    return new CommandError(
      `The secret ${secret} that holds the control key is gone, and a deployment does not bring it back: within its recovery window run ${restore}; after that only npm run destroy and npm run deploy make another, without the sessions of before.`,
      exitCodes.failed,
    );
  }
  // Secrets Manager's wording: "... because it was marked for deletion" or "... scheduled for deletion".
  if (error.name === 'InvalidRequestException' && /deletion|deleted/i.test(error.message)) {
    return new CommandError(
      `The secret ${secret} that holds the control key is scheduled for deletion: take that back with ${restore}, and run this again.`,
      exitCodes.failed,
    );
  }
  return undefined;
}
