import { signIn } from '../account/login.ts';
import { findStacks } from '../account/stacks.ts';
import { findDeployment } from '../find/deployment.ts';
import { isLimited } from '../invoke/invoker.ts';
import type { Command } from './command-line.ts';

/** Prints where an environment is, as one line of JSON. */
export const url: Command = async (line, { print }) => {
  const { name } = line.environment;
  const login = await signIn(line);
  const { url, controlKeySecret } = await findDeployment(login, name);
  const stacks = (await findStacks(login, name)).map(({ StackName = '' }) => StackName).sort();
  const { account, region } = login;
  const reach = isLimited(line.environment) ? { reach: 'lambda' } : {};
  print(JSON.stringify({ environment: name, account, region, url, controlKeySecret, stacks, ...reach }));
};
