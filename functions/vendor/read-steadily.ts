import { Refusal } from '../domain/refusal.ts';
import { AccountGoneError } from '../store/errors.ts';
import type { SessionReader } from '../store/reader/session-reader.ts';
import type { SessionView } from '../store/reader/session-view.ts';
import type { Usage } from '../store/table/meter.ts';
import type { Asker } from './api.ts';

/**
 * Does work on a view of the account's sessions, again where they were written meanwhile.
 *
 * @param usage to which is added what it costs
 * @throws Refusal where the account is gone by now
 */
export async function readSteadily<T>(
  { account }: Asker,
  reader: SessionReader,
  work: (view: SessionView) => Promise<T>,
  usage?: Usage,
): Promise<T> {
  try {
    return await reader.read(account, work, usage);
  } catch (error) {
    if (!(error instanceof AccountGoneError)) throw error;
    throw new Refusal('invalidCredentials', 'client_unknown', 'The account was removed while it was asked.');
  }
}
