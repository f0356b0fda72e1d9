import { seedEnvironment } from '../seed/seed-environment.ts';
import { SeedError } from '../seed/seed-error.ts';
import { checkBootstrapped } from './bootstrap.ts';
import { executesChanges } from './cdk-options.ts';
import type { Command } from './command.ts';
import { findDeployment, readControlKey } from './deployment.ts';
import { CommandError, exitCodes } from './failure.ts';
import { openSession } from './login.ts';

/** Deploys all stacks of an environment with the CDK command line, and makes the account it is seeded with. */
export const deploy: Command = async (line, { cdk, print }) => {
  const session = await openSession(line);
  await checkBootstrapped(session);
  const { environment } = line;
  const { name, seed } = environment;
  const code = await cdk(['deploy', `${name}/*`, '-c', `env=${name}`, ...line.rest]);
  if (code !== 0) {
    throw new CommandError(
      `${name} was not deployed: the CDK command line says why above, and exited with ${code}.`,
      exitCodes.failed,
    );
  }
  if (!seed || !executesChanges(line.rest)) return;
  const { url, controlKeySecret } = await findDeployment(session, name);
  const result = await seedEnvironment(
    url,
    await readControlKey(session, controlKeySecret),
    environment,
  ).catch((error: unknown) => {
    throw error instanceof SeedError ? new CommandError(error.message, exitCodes.failed) : error;
  });
  if (result.state === 'made') print(`seed: account ${result.accountId} with ${result.sessions} sessions`);
  if (result.state === 'kept') print(`seed: account ${result.accountId} is left as it is`);
};
