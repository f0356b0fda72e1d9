import type { Command } from './command.ts';
import { findDeployment, readControlKey } from './deployment.ts';
import { CommandError, exitCodes } from './failure.ts';
import { openSession } from './login.ts';
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
  const tidyUp = async () => {
    await control.removeAccount(account.accountId);
    print('account removed');
  };
  try {
    await getSessionOut(control, url, account, await putSessionIn(control, account));
    print('a session in, a session out: as it was');
  } catch (failure) {
    await tidyUp().catch((another: unknown) => {
      throw bothOf(failure, another);
    });
    throw failure;
  }
  await tidyUp();
};

/** The failure that counts, and that the account is left behind as well. */
function bothOf(failure: unknown, removal: unknown): unknown {
  if (!(failure instanceof CommandError && removal instanceof CommandError)) return failure;
  return new CommandError(
    `${failure.message} And its account could not be removed, and ends by itself within the hour: ${removal.message}`,
    exitCodes.failed,
  );
}
