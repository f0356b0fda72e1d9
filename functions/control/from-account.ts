import * as z from 'zod';
import type { Account, Bot } from '../domain/account.ts';
import type { AccountClock } from '../domain/clock.ts';
import { idSchema } from '../domain/id-schema.ts';
import type { Kept } from '../store/data-sets/data-sets.ts';
import type { FrozenData, Snapshot } from '../store/data-sets/kept-states.ts';
import { templatesLife } from '../store/table/keys.ts';
import { snapshotNotFound, takeSnapshot } from './calls/snapshots/restore.ts';
import type { ControlDependencies } from './dependencies.ts';
import { findAccount } from './find-account.ts';
import { Problem } from './problem.ts';
import { flattenLater } from './tidy-up.ts';

/** Names what an account begins as: another, as it is kept in a snapshot or as it is now, or a template. */
export const fromSchema = z
  .strictObject({
    accountId: idSchema.optional(),
    /** Of the account; left out, as it is now. */
    snapshot: idSchema.optional(),
    template: idSchema.optional(),
  })
  .refine(({ accountId, template }) => (accountId === undefined) !== (template === undefined), {
    path: ['accountId'],
    message: 'must be given, or template, and not both',
  })
  .refine(({ snapshot, template }) => snapshot === undefined || template === undefined, {
    path: ['snapshot'],
    message: 'is one of an account, and must not be given beside template',
  });

/** What a new account takes over from another. */
export interface TakenOver {
  bots: readonly Bot[];
  clock: AccountClock;
  data: FrozenData;
  /** What is said where its sessions are gone before the new account has them. */
  gone: Problem;
  /** To be called once the new account has its data. */
  done: () => Promise<void>;
}

/**
 * Finds what a new account begins with; not a session is copied.
 *
 * @throws Problem where there is no such account, snapshot or template
 */
export async function takeOver(
  dependencies: ControlDependencies,
  { accountId, snapshot, template }: z.output<typeof fromSchema>,
): Promise<TakenOver> {
  if (template !== undefined) return ofTemplate(dependencies, template);
  const source = await findAccount(dependencies, accountId ?? '');
  const bots = [...source.bots.values()];
  const gone = snapshotNotFound(snapshot ?? '');
  if (snapshot !== undefined) {
    const data = await takeSnapshot(dependencies, source, snapshot);
    return { bots, clock: data.clock, data, gone, done: async () => undefined };
  }
  const { noted, ...data } = await freezeNow(dependencies, source);
  flattenLater(dependencies, source);
  return { bots, clock: data.clock, data, gone, done: () => dependencies.store.dataSets.keepNoted(noted) };
}

const freezeNow = ({ store, time }: ControlDependencies, source: Account): Promise<Kept> =>
  store.sessionWriter.hold(source, (lease) => store.dataSets.keep(source, lease, time.now()));

async function ofTemplate({ store }: ControlDependencies, name: string): Promise<TakenOver> {
  const found = await store.snapshots.read(templatesLife, name);
  if (!found) throw templateNotFound(name, await store.snapshots.list(templatesLife));
  const { bots = [], clock } = found;
  const gone = templateNotFound(name, []);
  return { bots, clock, data: found, gone, done: async () => undefined };
}

function templateNotFound(name: string, others: readonly Snapshot[]): Problem {
  const names = others.map((each) => each.name).join(', ');
  const there = names === '' ? 'There is none at all.' : `There is: ${names}.`;
  return new Problem(404, 'template_not_found', `There is no template ${name}. ${there}`);
}
