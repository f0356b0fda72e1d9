import { randomUUID } from 'node:crypto';
import { isId } from '../../../domain/ids.ts';
import { ArchiveGoneError } from '../../../store/errors.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import { count } from '../../fields.ts';
import { Problem } from '../../problem.ts';
import { replaceData } from '../../replace-data.ts';
import { tidyUpLater } from '../../tidy-up.ts';
import { clockView, clockViewSchema } from '../clock/get.ts';
import { noFields, snapshotView, snapshotViewSchema } from './list.ts';

const restoredSchema = snapshotViewSchema.extend({ written: count, clock: clockViewSchema });

const snapshotNotFound = (name: string): Problem =>
  new Problem(404, 'snapshot_not_found', `The account has no snapshot ${name}.`);

export const restoreSnapshot = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/snapshots/{name}/restore',
  tag: 'snapshots',
  id: 'restoreSnapshot',
  summary: 'Take an account back to a snapshot',
  body: noFields,
  answers: { 200: json('The snapshot, and how many sessions there are now', 'Restored', restoredSchema) },
  problems: { 404: ['snapshot_not_found'], 503: ['index_not_settled', 'takes_too_long'] },
  run: async ({ account, parameters: { name } }, dependencies) => {
    const { store, time } = dependencies;
    const snapshot = isId(name) ? await store.snapshots.read(account, name) : undefined;
    if (!snapshot) throw snapshotNotFound(name);
    const { clock } = snapshot;
    // The rules count anew, as the sessions begin anew.
    const faults = snapshot.faults && { ...snapshot.faults, generation: randomUUID() };
    const records = store.archives.read(account.accountId, snapshot);
    const written = await replaceData(dependencies, account, records, { clock, faults }).catch((error) => {
      throw error instanceof ArchiveGoneError ? snapshotNotFound(name) : error;
    });
    tidyUpLater(dependencies);
    const body = { ...snapshotView(snapshot), written, clock: clockView(clock, time.now()) };
    return { status: 200, body };
  },
});
