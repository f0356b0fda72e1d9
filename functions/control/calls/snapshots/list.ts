import * as z from 'zod';
import { toIso } from '../../../domain/dates.ts';
import type { Snapshot } from '../../../store/data-sets/kept-states.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { isoInstant, sessionCount } from '../../fields.ts';

/** A body that may be there, and says nothing. */
export const noFields = jsonBody('NoFields', z.strictObject({}));

export const snapshotViewSchema = z.object({
  name: z.string(),
  createdAt: isoInstant,
  sessions: sessionCount,
});

/** A snapshot as the API shows it. */
export const snapshotView = ({
  name,
  createdAt,
  sessions,
}: Pick<Snapshot, 'name' | 'createdAt' | 'sessions'>): z.output<typeof snapshotViewSchema> => ({
  name,
  createdAt: toIso(createdAt),
  sessions,
});

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
