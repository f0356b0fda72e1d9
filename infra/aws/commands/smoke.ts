import type { Command } from './command.ts';
import { findDeployment, readControlKey } from './deployment.ts';
import { openSession } from './session.ts';
import { ControlApi } from './smoke/control-api.ts';
import { getSessionOut, putSessionIn } from './smoke/vendor-route.ts';

/** Should the run be cut off before it tidies up, its account ends by itself. */
const expiresInSeconds = 3600;

/** Tries a deployed environment from outside: health, a token, a session in, a session out; leaves nothing. */
export const smoke: Command = async (line, { print }) => {
  const session = await openSession(line);
  const { url, controlKeySecret } = await findDeployment(session, line.environment.name);
  const control = new ControlApi(url, await readControlKey(session, controlKeySecret));

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
