import { ControlClient } from '../../client/client.ts';
import { AnswerError, describeAnswer, NotReachedError } from '../../client/errors.ts';
import type { TransportOptions } from '../../client/exchange.ts';
import { Failure, messageOf } from '../../errors.ts';
import { signIn } from '../account/login.ts';
import { findDeployment, readControlKey } from '../find/deployment.ts';
import { transportTo } from '../invoke/transport.ts';
import type { Command, Effects } from './command-line.ts';
import { getSessionOut, putSessionIn, timeoutMs } from './smoke/vendor-route.ts';

/** Should the run be cut off before it tidies up, its account ends by itself. */
const expiresInSeconds = 3600;

const removalTries = 5;

/** Tries a deployed environment from outside: health, a token, a session in, a session out; leaves nothing. */
export const smoke: Command = async (line, effects) => {
  const login = await signIn(line);
  const { url, controlKeySecret } = await findDeployment(login, line.environment.name);
  const controlKey = await readControlKey(login, controlKeySecret);
  try {
    const transport = { ...(await transportTo(login, line.environment, url)), timeoutMs };
    await tryOut(new ControlClient({ ...transport, url, controlKey }), transport, effects);
  } catch (error) {
    throw worded(error);
  }
};

async function tryOut(
  control: ControlClient,
  transport: TransportOptions,
  { print, time }: Effects,
): Promise<void> {
  const { version, engine } = await control.call('getHealth', {});
  print(`health: version ${version}, ${engine}`);
  const account = await control.call('createAccount', {
    body: { bots: [{ name: 'smoke test' }], expiresInSeconds },
  });
  const tidyUp = async () => {
    await removeAccount(control, account.accountId);
    print('account removed');
  };
  try {
    await getSessionOut(control, account, await putSessionIn(control, account, time.now()), transport);
    print('a session in, a session out: as it was');
  } catch (failure) {
    await tidyUp().catch((another: unknown) => {
      throw bothOf(worded(failure), worded(another));
    });
    throw failure;
  }
  await tidyUp();
}

/** Removes an account, and asks again where the removal takes longer than one call. */
export async function removeAccount(control: ControlClient, accountId: string): Promise<void> {
  for (let tries = 0; tries < removalTries; tries += 1) {
    if ((await control.call('removeAccount', { accountId })) === 'done') return;
  }
  throw new Failure(
    `The account ${accountId} is not gone after ${removalTries} calls; the emulator goes on removing it, or DELETE /_emulator/accounts/${accountId} does.`,
  );
}

/** What a working deployment does not do, and where to look. */
function worded(error: unknown): unknown {
  if (error instanceof NotReachedError) {
    return new Failure(
      `Nothing answers at ${error.url}: ${error.why}. Check the network, and whether the environment lets this address in.`,
    );
  }
  if (!(error instanceof AnswerError)) return error;
  const { answer, expected } = error;
  return new Failure(`${describeAnswer(answer, expected)} The function's log in CloudWatch says more.`);
}

/** The failure that counts, and that the account is left behind as well. */
function bothOf(failure: unknown, removal: unknown): Failure {
  return new Failure(
    `${messageOf(failure)} And its account could not be removed, and ends by itself within the hour: ${messageOf(removal)}`,
  );
}
