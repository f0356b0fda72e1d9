import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { NoControlKeyError } from '../../../functions/rotate-key/rotate.ts';
import { PreviousKeyInUseError, rotateNow } from '../../../functions/rotate-key/rotate-now.ts';
import { parameterName } from '../project.ts';
import { callAws } from './aws-failure.ts';
import type { Command } from './command.ts';
import { notDeployed, readParameter } from './deployment.ts';
import { CommandError, exitCodes } from './failure.ts';
import { openSession } from './session.ts';

/** The flag that ends the old key at once. */
export const revokeFlag = '--revoke';

/** Changes the control key, and prints until when the old one is good, as one line of JSON. It prints no key. */
export const rotateKey: Command = async (line, { print }) => {
  const { name } = line.environment;
  const session = await openSession(line);
  const controlKeySecret = await readParameter(session, parameterName(name, 'control-key-secret'));
  if (controlKeySecret === undefined) throw new CommandError(notDeployed(session, name));
  const secrets = new SecretsManagerClient(session.client);
  const revoke = line.rest.includes(revokeFlag);
  try {
    const { version, previousKeyUntil } = await callAws('change the control key', session.region, () =>
      rotateNow(secrets, controlKeySecret, { revoke, now: Date.now() }),
    );
    print(JSON.stringify({ environment: name, controlKeySecret, version, previousKeyUntil }));
  } catch (error) {
    throw toCommandError(error, controlKeySecret) ?? error;
  }
};

function toCommandError(error: unknown, secret: string): CommandError | undefined {
  if (error instanceof PreviousKeyInUseError || error instanceof NoControlKeyError) {
    return new CommandError(error.message);
  }
  if (error instanceof Error && error.name === 'ResourceNotFoundException') {
    return new CommandError(
      `The secret ${secret} that holds the control key is gone: deploy the environment again.`,
      exitCodes.failed,
    );
  }
  return undefined;
}
