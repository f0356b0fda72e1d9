import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { NoControlKeyError } from '../../../functions/rotate-key/rotate.ts';
import {
  PreviousKeyInUseError,
  RevocationError,
  rotateNow,
} from '../../../functions/rotate-key/rotate-now.ts';
import { Failure, NotReadyError } from '../../errors.ts';
import { type Login, signIn } from '../account/login.ts';
import { describeAwsFailure } from '../find/aws-failure.ts';
import { notDeployed, readParameter } from '../find/deployment.ts';
import { callSecret } from '../find/secret-failure.ts';
import { parameterName } from '../project.ts';
import type { Command } from './command-line.ts';

/** The flag that ends the old key at once. */
export const revokeFlag = '--revoke';

/** Changes the control key, and prints until when the old one is good, as one line of JSON. It prints no key. */
export const rotateKey: Command = async (line, { print, time }) => {
  const { name } = line.environment;
  const login = await signIn(line);
  const controlKeySecret = await readParameter(login, parameterName(name, 'control-key-secret'));
  if (controlKeySecret === undefined) throw new NotReadyError(notDeployed(login, name));
  const secrets = new SecretsManagerClient(login.client);
  const revoke = line.rest.includes(revokeFlag);
  try {
    const { version, previousKeyUntil } = await callSecret(
      'change the control key',
      controlKeySecret,
      login,
      () => rotateNow(secrets, controlKeySecret, { revoke, now: time.now() }),
    );
    print(JSON.stringify({ environment: name, controlKeySecret, version, previousKeyUntil }));
  } catch (error) {
    throw toFailure(error, name, login) ?? error;
  }
};

function toFailure(error: unknown, name: string, { region }: Login): Failure | undefined {
  if (error instanceof PreviousKeyInUseError || error instanceof NoControlKeyError) {
    return new NotReadyError(error.message);
  }
  if (error instanceof RevocationError) {
    const why = describeAwsFailure(error.cause, 'end the old key', region)?.message ?? String(error.cause);
    return new Failure(
      `${error.message} To end it before, run npm run rotate-key -- --env ${name} ${revokeFlag} again, which puts another key in its place. ${why}`,
    );
  }
  return undefined;
}
