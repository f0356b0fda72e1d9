import { setTimeout as wait } from 'node:timers/promises';
import type { Environment } from '../environments/index.ts';
import { type Answer, isPassing, readAnswer } from './answer.ts';
import { newAccountBody } from './new-account.ts';
import { SeedError } from './seed-error.ts';

/** What seeding did: nothing is asked for, or the account was made, or it was there and is left as it is. */
export type SeedResult =
  | { readonly state: 'none' }
  | { readonly state: 'made'; readonly accountId: string; readonly sessions: number }
  | { readonly state: 'kept'; readonly accountId: string };

export interface SeedOptions {
  readonly request?: (url: string, init: RequestInit) => Promise<Response>;
  /** Waits so many milliseconds. */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

const attempts = 8;
const pauseMs = 5_000;

/**
 * Makes the account that an environment is seeded with, unless it is there. What is there is never changed, so it is
 * safe after every deployment. Waits up to half a minute for a deployment that does not answer yet.
 *
 * @param url the environment's base URL
 * @throws SeedError where the account can neither be made nor is there
 */
export async function seedEnvironment(
  url: string,
  controlKey: string,
  { name, seed }: Pick<Environment, 'name' | 'seed'>,
  { request = fetch, sleep = wait }: SeedOptions = {},
): Promise<SeedResult> {
  if (!seed) return { state: 'none' };
  const { accountId } = seed;
  const init = {
    method: 'POST',
    headers: { authorization: `Bearer ${controlKey}`, 'content-type': 'application/json' },
    body: newAccountBody(seed),
  };
  const ask = (): Promise<Answer> => readAnswer(request(`${url}/_emulator/accounts`, init));
  let answer = await ask();
  for (let attempt = 1; attempt < attempts && isPassing(answer); attempt += 1) {
    await sleep(pauseMs);
    answer = await ask();
  }
  if (answer.status === 201) return { state: 'made', accountId, sessions: answer.written };
  if (answer.code === 'account_exists') return { state: 'kept', accountId };
  throw new SeedError(`${name} could not be seeded with the account ${accountId}: ${reasonOf(answer, url)}`);
}

function reasonOf({ status, code, detail }: Answer, url: string): string {
  if (code === 'unauthorized') {
    return 'the control key is not the one of this deployment. Deploy again, or look at its secret in Secrets Manager.';
  }
  if (status === undefined) {
    return `nothing answers at ${url} (${detail}). A private API has to be seeded from inside its VPC.`;
  }
  return `${url} answered ${status}: ${detail}`;
}
