import { idSchema } from '../../../domain/id-schema.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { checked } from '../../fields.ts';
import { accountNotFound, Problem } from '../../problem.ts';
import { flattenLater, tidyUpLater } from '../../tidy-up.ts';
import { noFields, snapshotView, snapshotViewSchema } from './list.ts';

const mostSnapshots = 100;

export const keepSnapshot = defineCall({
  method: 'put',
  path: '/accounts/{accountId}/snapshots/{name}',
  tag: 'snapshots',
  id: 'keepSnapshot',
  summary: 'Keep sessions, clock and faults under a name',
  description: 'It takes the same few writes however many sessions there are.',
  body: noFields,
  answers: {
    200: json('Kept in place of one with the name', 'Snapshot', snapshotViewSchema),
    201: json('Kept', 'Snapshot', snapshotViewSchema),
  },
  problems: { 409: ['too_many_snapshots'], 503: ['account_busy'] },
  run: async ({ account, parameters }, dependencies) => {
    const { dataSets, snapshots, accounts, sessionWriter } = dependencies.store;
    const { now } = dependencies.time;
    const name = checked(idSchema, parameters.name, ['name']);
    const all = await snapshots.list(account);
    const before = all.find((snapshot) => snapshot.name === name);
    if (!before && all.length >= mostSnapshots) throw tooManySnapshots();

    const { noted, ...kept } = await sessionWriter.hold(account, (lease) =>
      dataSets.keep(account, lease, now(), name),
    );
    const snapshot = { ...kept, name, createdAt: now() };
    await snapshots.put(account, snapshot, before, now());
    if ((await accounts.read(account.accountId))?.born !== account.born) {
      await snapshots.remove(account, name, now());
      throw accountNotFound(account.accountId);
    }
    await dataSets.keepNoted(noted);
    tidyUpLater(dependencies);
    flattenLater(dependencies, account);
    return { status: before ? 200 : 201, body: snapshotView(snapshot) };
  },
});

function tooManySnapshots(): Problem {
  return new Problem(
    409,
    'too_many_snapshots',
    `The account has ${mostSnapshots} snapshots already: delete some.`,
  );
}
