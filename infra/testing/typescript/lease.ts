import type { Time } from '../../../functions/domain/time.ts';
import type { ControlClient } from '../../client/client.ts';
import { ProblemError } from '../../client/errors.ts';

/** Prolonged as often before it ends, so that two calls may fail. */
const timesPerLease = 3;

/**
 * Prolongs an account while this process runs; once it has ended, however, the account expires by itself.
 *
 * @returns ends it
 */
export function keepAlive(client: ControlClient, accountId: string, seconds: number, time: Time): () => void {
  const stop = time.every((seconds * 1000) / timesPerLease, () => {
    client
      .call('changeAccount', { accountId, body: { expiresInSeconds: seconds } })
      .catch((error: unknown) => {
        if (error instanceof ProblemError && error.code === 'account_not_found') stop();
      });
  });
  return stop;
}
