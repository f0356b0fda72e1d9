import { ControlClient } from '../../client/client.ts';
import { AnswerError, ControlApiError, NotReachedError, RefusedError } from '../../client/errors.ts';
import type { TransportOptions } from '../../client/exchange.ts';
import { Failure } from '../../errors.ts';
import type { Environment } from '../environments/index.ts';
import { newAccountBody } from './new-account.ts';

/** What seeding did: nothing is asked for, or the account was made, or it was there and is left as it is. */
export type SeedResult =
  | { readonly state: 'none' }
  | { readonly state: 'made'; readonly accountId: string; readonly sessions: number }
  | { readonly state: 'kept'; readonly accountId: string };

/** A deployment that does not answer yet is waited for up to half a minute. */
const retries = { attempts: 8, pauseMs: 5_000 };

/**
 * Makes the account that an environment is seeded with, unless it is there. What is there is never changed, so it is
 * safe after every deployment.
 *
 * @param url the environment's base URL
 * @throws Failure where the account can neither be made nor is there
 */
export async function seedEnvironment(
  url: string,
  controlKey: string,
  { name, seed }: Pick<Environment, 'name' | 'seed'>,
  transport: TransportOptions = {},
): Promise<SeedResult> {
  if (!seed) return { state: 'none' };
  const { accountId } = seed;
  const client = new ControlClient({ ...transport, url, controlKey, retries });
  const body = newAccountBody(seed);
  try {
    const made = await client.callUnchecked('createAccount', { body });
    return { state: 'made', accountId, sessions: made.seed?.written ?? 0 };
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'account_exists') return { state: 'kept', accountId };
    if (!(error instanceof ControlApiError)) throw error;
    throw new Failure(`${name} could not be seeded with the account ${accountId}: ${reasonOf(error, url)}`);
  }
}

function reasonOf(error: ControlApiError, url: string): string {
  if (error instanceof NotReachedError) {
    return `nothing answers at ${url} (${error.why}).`;
  }
  if (!(error instanceof AnswerError)) return error.message;
  const answered = `${url} answered ${error.answer.status}:`;
  if (!(error instanceof RefusedError)) return `${answered} not an answer of the emulator.`;
  const { code, detail, errors } = error.refusal;
  if (code === 'unauthorized') {
    return 'the control key is not the one of this deployment. Deploy again, or look at its secret in Secrets Manager.';
  }
  const fields = errors.slice(0, 5).map(({ field, message }) => ` ${field}: ${message}.`);
  return `${answered} ${detail}${fields.join('')}`;
}
