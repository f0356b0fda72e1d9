import type { Account } from '../../../domain/account.ts';
import { idSchema } from '../../../domain/id-schema.ts';
import type { Snapshot } from '../../../store/data-sets/snapshots.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import type { ControlDependencies } from '../../dependencies.ts';
import { checked } from '../../fields.ts';
import { checkStillCurrent, findAccount } from '../../find-account.ts';
import { accountNotFound, Problem } from '../../problem.ts';
import { withinTime } from '../../replace-data.ts';
import { tidyUpLater } from '../../tidy-up.ts';
import { noFields, snapshotView, snapshotViewSchema } from './list.ts';

const mostSnapshots = 100;

export const keepSnapshot = defineCall({
  method: 'put',
  path: '/accounts/{accountId}/snapshots/{name}',
  tag: 'snapshots',
  id: 'keepSnapshot',
  summary: 'Keep sessions, clock and faults under a name',
  body: noFields,
  answers: {
    200: json('Kept in place of one with the name', 'Snapshot', snapshotViewSchema),
    201: json('Kept', 'Snapshot', snapshotViewSchema),
  },
  problems: { 409: ['too_many_snapshots'], 503: ['takes_too_long'] },
  run: async ({ account, parameters }, dependencies) => {
    const { dataSets, snapshots, accounts } = dependencies.store;
    const { now } = dependencies.time;
    const name = checked(idSchema, parameters.name, ['name']);
    const kept = await snapshots.list(account);
    const before = kept.find((snapshot) => snapshot.name === name);
    if (!before && kept.length >= mostSnapshots) throw tooManySnapshots();

    // Noted before it is replaced: what is still in use when its time has come is left alone.
    if (before) await dataSets.discard(account, 'archive', before.archive, now());
    const reservation = await dataSets.reserve(account, 'archive', now());
    const snapshot = await copy(dependencies, account, name, reservation.epoch);
    const replaced = await snapshots.put(account, snapshot);
    // Again, where it was noted before: a sweep that found it still in use meanwhile has dropped that note.
    if (replaced) await dataSets.discard(account, 'archive', replaced.archive, now());
    if ((await accounts.read(account.accountId))?.born !== account.born) {
      await snapshots.delete(account, snapshot);
      throw accountNotFound(account.accountId);
    }
    await dataSets.keep(reservation);
    tidyUpLater(dependencies);
    return { status: before ? 200 : 201, body: snapshotView(snapshot) };
  },
});

/** Copies the sessions of an account into an archive, while nobody else writes them. */
async function copy(
  dependencies: ControlDependencies,
  account: Account,
  name: string,
  archive: number,
): Promise<Snapshot> {
  const { store, time } = dependencies;
  const { accountId } = account;
  const copied = await store.sessionWriter.hold(account, async () => {
    const current = await findAccount(dependencies, accountId);
    const records = withinTime(dependencies, store.sessions.readRecords(current));
    const { chunks, sessions } = await store.archives.write({ accountId, epoch: archive }, records);
    // A reset waits for nobody.
    await checkStillCurrent(dependencies, current);
    return { chunks, sessions, clock: current.clock, faults: current.faults };
  });
  return { name, createdAt: time.now(), archive, ...copied };
}

function tooManySnapshots(): Problem {
  return new Problem(
    409,
    'too_many_snapshots',
    `The account has ${mostSnapshots} snapshots already: delete some.`,
  );
}
