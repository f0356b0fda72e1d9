import { ControlClient } from '../../client/client.ts';
import { NotReachedError, ProblemError, UnexpectedAnswerError } from '../../client/errors.ts';
import { Failure, messageOf } from '../../errors.ts';

/** How long one answer of the control API may take; what is more than it does at once comes in several calls. */
const answerWithinMs = 60_000;
/** How long whatever is at a URL may take to say that it is an emulator. */
const guardWithinMs = 15_000;

const startIt =
  'Start one with "npx kore-sessions-emulator start", or leave KORE_EMULATOR_URL unset to have one started.';

export const clientOf = (url: string, controlKey: string): ControlClient =>
  new ControlClient({ url, controlKey, timeoutMs: answerWithinMs });

/**
 * Makes sure, before the first test, that an emulator is at a URL and takes the key: by its health and by an account
 * that is made and taken away.
 *
 * @throws Failure that names the command to run
 */
export async function checkEmulator(url: string, controlKey: string): Promise<void> {
  const client = new ControlClient({ url, controlKey, timeoutMs: guardWithinMs });
  try {
    await client.call('getHealth', {});
    const { accountId } = await client.call('createAccount', {
      body: { bots: [], apps: [], expiresInSeconds: 60 },
    });
    await client.call('removeAccount', { accountId });
  } catch (error) {
    throw new Failure(adviceOf(url, error), undefined, { cause: error });
  }
}

function adviceOf(url: string, error: unknown): string {
  if (error instanceof NotReachedError) return `No emulator answers at ${url}: ${error.why}. ${startIt}`;
  if (error instanceof UnexpectedAnswerError) {
    return `What answers at ${url} is no emulator: status ${error.answer.status} from ${error.answer.url}. ${startIt}`;
  }
  if (error instanceof ProblemError && error.code === 'unauthorized') {
    return `The emulator at ${url} does not accept the control key. Set KORE_EMULATOR_CONTROL_KEY to the one that it printed at its start; a deployment keeps it in Secrets Manager.`;
  }
  return `The emulator at ${url} cannot be used: ${messageOf(error)}`;
}
