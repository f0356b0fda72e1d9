import { Failure, NotReadyError } from '../../errors.ts';
import { type Login, signIn } from '../account/login.ts';
import { findStacks } from '../account/stacks.ts';
import { notDeployed } from '../find/deployment.ts';
import type { Command } from './command-line.ts';

/**
 * Destroys all stacks of an environment, but for one that is protected: there nothing is touched. The CDK knows only
 * the stacks that the settings of today make, so those that are left then are named.
 */
export const destroy: Command = async (line, { cdk }) => {
  const { name, data } = line.environment;
  const login = await signIn(line);
  const stacks = await findStacks(login, name);
  if (stacks.length === 0) throw new NotReadyError(notDeployed(login, name));
  if (data.terminationProtection) {
    const kept = data.removalPolicy === 'retain' ? '; its table and control key are kept even then' : '';
    throw new NotReadyError(
      `${name} is protected, so nothing of it is destroyed: set data.terminationProtection to false in infra/aws/environments/${name}.ts and deploy first${kept}.`,
    );
  }
  const held = stacks.filter(({ EnableTerminationProtection }) => EnableTerminationProtection);
  if (held.length > 0) {
    throw new NotReadyError(
      `${held.map(({ StackName }) => StackName).join(', ')} is still protected against termination, so nothing of ${name} is destroyed: run npm run deploy -- --env ${name}, which lifts it as its settings say.`,
    );
  }
  const code = await cdk(['destroy', `${name}/*`, '-c', `env=${name}`, ...line.rest]);
  if (code !== 0) {
    throw new Failure(
      `${name} was not destroyed in whole: the CDK command line says why above, and exited with ${code}.`,
    );
  }
  const left = (await findStacks(login, name)).map(({ StackName = '' }) => StackName);
  if (left.length > 0) throw new Failure(leftBehind(name, left, login));
};

function leftBehind(name: string, left: readonly string[], { client }: Login): string {
  const profile = client.profile === undefined ? '' : ` --profile ${client.profile}`;
  const commands = left.map(
    (stack) => `aws cloudformation delete-stack --stack-name ${stack} --region ${client.region}${profile}`,
  );
  return `${name} was not destroyed in whole, ${left.join(', ')} ${left.length === 1 ? 'is' : 'are'} left: run npm run destroy -- --env ${name} again where its question was not answered with y; a stack that the settings of ${name} no longer have needs ${commands.join(' and ')}.`;
}
