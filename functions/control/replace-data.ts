import type { Account } from '../domain/account.ts';
import type { SwitchedState } from '../store/data-sets/data-sets.ts';
import type { SessionRecord } from '../store/sessions/session-record.ts';
import type { Batches } from '../store/sessions/sessions.ts';
import type { ControlDependencies } from './dependencies.ts';
import { Problem } from './problem.ts';

/**
 * Replaces an account's sessions, clock and faults at one moment, as requests see it. Nothing has changed where
 * this fails.
 *
 * @returns how many sessions there are
 */
export async function replaceData(
  dependencies: ControlDependencies,
  account: Account,
  source: Batches<SessionRecord>,
  state: SwitchedState,
): Promise<number> {
  const { store, time } = dependencies;
  const reservation = await store.dataSets.reserve(account, 'dataSet', time.now());
  let sessions = 0;
  try {
    const batches = withinTime(dependencies, source, (count) => {
      sessions += count;
    });
    const settled = await store.sessions.fill(
      { accountId: account.accountId, epoch: reservation.epoch },
      batches,
    );
    if (!settled) throw notSettled();
    await store.dataSets.switchTo(account, reservation, state, time.now());
    return sessions;
  } catch (error) {
    await store.dataSets.discard(account, 'dataSet', reservation.epoch, time.now()).catch(() => undefined);
    throw error;
  }
}

/** @throws Problem once the time is up */
export async function* withinTime(
  { time, longestWorkMs = Number.POSITIVE_INFINITY }: ControlDependencies,
  source: Batches<SessionRecord>,
  onBatch: (count: number) => void = () => {},
): AsyncGenerator<readonly SessionRecord[]> {
  const until = time.monotonic() + longestWorkMs;
  for await (const batch of source) {
    if (time.monotonic() > until) {
      throw new Problem(
        503,
        'takes_too_long',
        'There are more sessions than can be copied in the time of one call. Nothing has changed.',
      );
    }
    yield batch;
    onBatch(batch.length);
  }
}

function notSettled(): Problem {
  return new Problem(
    503,
    'index_not_settled',
    'DynamoDB did not show what was written in time. Nothing has changed: try again.',
  );
}
