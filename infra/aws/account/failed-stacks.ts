import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { callAws } from '../find/aws-failure.ts';
import type { Login } from './login.ts';
import { findStacks } from './stacks.ts';

/**
 * Lifts the termination protection of stacks whose first deployment failed. There is nothing left in them, and
 * CloudFormation can only delete them: the next deployment does, and makes them anew, with their protection.
 *
 * @returns their names
 */
export async function releaseFailedStacks(login: Login, environment: string): Promise<string[]> {
  const client = new CloudFormationClient(login.client);
  const failed = (await findStacks(login, environment)).flatMap(
    ({ StackName, StackStatus, EnableTerminationProtection }) =>
      StackName !== undefined && StackStatus === 'ROLLBACK_COMPLETE' && EnableTerminationProtection
        ? [StackName]
        : [],
  );
  for (const StackName of failed) {
    await callAws(`lift the termination protection of ${StackName}`, login.region, () =>
      client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false })),
    );
  }
  return failed;
}
