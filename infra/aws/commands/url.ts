import type { Command } from './command.ts';
import { findDeployment, findStacks } from './deployment.ts';
import { openSession } from './login.ts';

/** Prints where an environment is, as one line of JSON. */
export const url: Command = async (line, { print }) => {
  const { name } = line.environment;
  const session = await openSession(line);
  const { url, controlKeySecret } = await findDeployment(session, name);
  const stacks = (await findStacks(session, name)).map(({ StackName = '' }) => StackName).sort();
  const { account, region } = session;
  print(JSON.stringify({ environment: name, account, region, url, controlKeySecret, stacks }));
};
