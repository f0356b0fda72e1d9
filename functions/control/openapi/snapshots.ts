import * as z from 'zod';
import { resetSchema } from '../reset.ts';
import { noFieldsSchema } from '../snapshots.ts';
import { clockViewSchema } from './clock.ts';
import { answer, type Operation } from './operation.ts';

const count = z.int().min(0);
const snapshotSchema = z.object({
  name: z.string(),
  createdAt: z.iso.datetime({ precision: 3 }),
  sessions: count,
});
const resetAnswerSchema = z.object({ written: count, clock: clockViewSchema });
const restoredSchema = snapshotSchema.extend({ written: count, clock: clockViewSchema });

const path = '/accounts/{accountId}/snapshots';
const tag = 'snapshots';
const body = { name: 'NoFields', schema: noFieldsSchema };
const copying = { 503: ['index_not_settled', 'takes_too_long'] } as const;

/** Reset stands here too: it goes back to the state that every account has. */
export const snapshotOperations = (): Operation[] => [
  {
    method: 'post',
    path: '/accounts/{accountId}/reset',
    tag,
    id: 'resetAccount',
    summary: 'Take an account back to its seed, or to no sessions; its clock as it was made, no faults',
    description: 'Requests see what was before or what is after, never something between.',
    body: { name: 'Reset', schema: resetSchema },
    answers: { 200: answer('How many sessions there are now', 'ResetAnswer', resetAnswerSchema) },
    problems: copying,
  },
  {
    method: 'get',
    path,
    tag,
    id: 'listSnapshots',
    summary: 'List snapshots by name',
    answers: {
      200: answer('The snapshots', 'Snapshots', z.object({ snapshots: z.array(snapshotSchema) })),
    },
  },
  {
    method: 'put',
    path: `${path}/{name}`,
    tag,
    id: 'keepSnapshot',
    summary: 'Keep sessions, clock and faults under a name',
    answers: {
      200: answer('Kept in place of one with the name', 'Snapshot', snapshotSchema),
      201: answer('Kept', 'Snapshot', snapshotSchema),
    },
    body,
    problems: { 409: ['too_many_snapshots'], 503: ['takes_too_long'] },
  },
  {
    method: 'delete',
    path: `${path}/{name}`,
    tag,
    id: 'removeSnapshot',
    summary: 'Remove a snapshot; safe to repeat',
    answers: { 204: { description: 'Removed, or not there' } },
  },
  {
    method: 'post',
    path: `${path}/{name}/restore`,
    tag,
    id: 'restoreSnapshot',
    summary: 'Take an account back to a snapshot',
    answers: { 200: answer('The snapshot, and how many sessions there are now', 'Restored', restoredSchema) },
    body,
    problems: { 404: ['snapshot_not_found'], ...copying },
  },
];
