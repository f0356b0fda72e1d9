import { resolve } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { signIn } from '../account/login.ts';
import type { Environment } from '../environments/index.ts';
import { checkStacks, type StackReference, type StackReport } from './check-environment.ts';
import { changeSetsOf } from './cloudformation.ts';
import type { GuardOptions } from './options.ts';
import { prepareChangeSet, synthesize } from './prepare.ts';

/**
 * Checks an environment against what is deployed in the account that it belongs in.
 *
 * @throws Failure where account, region or credentials are wrong, or the check cannot be done
 */
export async function checkDeployed(
  environment: Environment,
  { app, allow, profile }: Omit<GuardOptions, 'env'>,
): Promise<StackReport[]> {
  // In another account nothing would be deployed, so that every check would pass.
  const { client } = await signIn({ environment, profile });
  let folder = app === undefined ? undefined : resolve(app);
  const prepare = async (stack: StackReference, changeSetName: string): Promise<void> => {
    folder ??= await synthesize(environment.name, profile);
    await prepareChangeSet(folder, stack, changeSetName, profile);
  };
  // The CDK is the largest part of what loads, and of all commands only this one needs it in its own process.
  const { stacksOf } = await import('./stacks.ts');
  return checkStacks(
    stacksOf(environment),
    { ...changeSetsOf(new CloudFormationClient(client)), prepare },
    `guard-${Date.now()}`,
    new Set(allow),
  );
}
