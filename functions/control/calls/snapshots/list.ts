import * as z from 'zod';
import { defineCall, json } from '../../call.ts';
import { snapshotView, snapshotViewSchema } from './snapshot-view.ts';

const snapshotsSchema = z.object({ snapshots: z.array(snapshotViewSchema) });

export const listSnapshots = defineCall({
  method: 'get',
  path: '/accounts/{accountId}/snapshots',
  tag: 'snapshots',
  id: 'listSnapshots',
  summary: 'List snapshots by name',
  answers: { 200: json('The snapshots', 'Snapshots', snapshotsSchema) },
  run: async ({ account }, { store }) => ({
    status: 200,
    body: { snapshots: (await store.snapshots.list(account)).map(snapshotView) },
  }),
});
