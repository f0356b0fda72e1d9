import { checkBootstrapped } from './bootstrap.ts';
import type { Command } from './command.ts';
import { CommandError, exitCodes } from './failure.ts';
import { openSession } from './session.ts';

/** Deploys all stacks of an environment with the CDK command line. */
export const deploy: Command = async (line, { cdk }) => {
  const session = await openSession(line);
  await checkBootstrapped(session);
  const { name } = line.environment;
  const code = await cdk(['deploy', `${name}/*`, '-c', `env=${name}`, ...line.rest]);
  if (code === 0) return;
  throw new CommandError(
    `${name} was not deployed: the CDK command line says why above, and exited with ${code}.`,
    exitCodes.failed,
  );
};
