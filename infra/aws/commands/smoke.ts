import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { callAws } from './aws-failure.ts';
import type { Command } from './command.ts';
import { findDeployment } from './deployment.ts';
import { openSession, type Session } from './session.ts';
import { ControlApi } from './smoke/control-api.ts';
import { getSessionOut, putSessionIn } from './smoke/vendor-route.ts';

/** Should the run be cut off before it tidies up, its account ends by itself. */
const expiresInSeconds = 3600;

/** Tries a deployed environment from outside: health, a token, a session in, a session out; leaves nothing. */
export const smoke: Command = async (line, { print }) => {
  const session = await openSession(line);
  const { url, controlKeySecret } = await findDeployment(session, line.environment.name);
  const control = new ControlApi(url, await readSecret(session, controlKeySecret));

  const { version, engine } = await control.health();
  print(`health: version ${version}, ${engine}`);
  const account = await control.createAccount({ bots: [{ name: 'smoke test' }], expiresInSeconds });
  try {
    await getSessionOut(control, url, account, await putSessionIn(control, account));
    print('a session in, a session out: as it was');
  } finally {
    await control.removeAccount(account.accountId);
    print('account removed');
  }
};

/** @returns the control key */
async function readSecret(session: Session, id: string): Promise<string> {
  const client = new SecretsManagerClient(session.client);
  const { SecretString = '' } = await callAws(`read the secret ${id}`, session.region, () =>
    client.send(new GetSecretValueCommand({ SecretId: id })),
  );
  return SecretString;
}
