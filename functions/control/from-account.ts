import * as z from 'zod';
import type { Account, Bot } from '../domain/account.ts';
import type { AccountClock } from '../domain/clock.ts';
import { idSchema } from '../domain/id-schema.ts';
import type { Kept } from '../store/data-sets/data-sets.ts';
import type { FrozenData } from '../store/data-sets/kept-states.ts';
import { takeSnapshot } from './calls/snapshots/restore.ts';
import type { ControlDependencies } from './dependencies.ts';
import { findAccount } from './find-account.ts';
import { flattenLater } from './tidy-up.ts';

/** Names the account that another begins as: as it is kept in a snapshot, or as it is now. */
export const fromSchema = z.strictObject({ accountId: idSchema, snapshot: idSchema.optional() });

/** What a new account takes over from another. */
export interface TakenOver {
  bots: readonly Bot[];
  clock: AccountClock;
  data: FrozenData;
  /** To be called once the new account has its data. */
  done: () => Promise<void>;
}

/**
 * Finds what a new account begins with; not a session is copied.
 *
 * @throws Problem where there is no such account, or snapshot
 */
export async function takeOver(
  dependencies: ControlDependencies,
  { accountId, snapshot }: z.output<typeof fromSchema>,
): Promise<TakenOver> {
  const source = await findAccount(dependencies, accountId);
  const bots = [...source.bots.values()];
  if (snapshot !== undefined) {
    const { clock, ...data } = await takeSnapshot(dependencies, source, snapshot);
    return { bots, clock, data, done: async () => undefined };
  }
  const { noted, clock, ...data } = await freezeNow(dependencies, source);
  flattenLater(dependencies, source);
  return { bots, clock, data, done: () => dependencies.store.dataSets.keepNoted(noted) };
}

const freezeNow = ({ store, time }: ControlDependencies, source: Account): Promise<Kept> =>
  store.sessionWriter.hold(source, (lease) => store.dataSets.keep(source, lease, time.now()));
