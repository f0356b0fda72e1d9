import { randomUUID } from 'node:crypto';
import { isId } from '../../../domain/ids.ts';
import type { Snapshot } from '../../../store/data-sets/kept-states.ts';
import { DataGoneError } from '../../../store/errors.ts';
import type { AccountLife } from '../../../store/table/keys.ts';
import { json } from '../../answer.ts';
import { defineCall } from '../../call.ts';
import type { ControlDependencies } from '../../dependencies.ts';
import { sessionCount } from '../../fields.ts';
import { Problem } from '../../problem.ts';
import { tidyUpLater } from '../../tidy-up.ts';
import { clockView, clockViewSchema } from '../clock/get.ts';
import { noFields, snapshotView, snapshotViewSchema } from './list.ts';

const restoredSchema = snapshotViewSchema.extend({ written: sessionCount, clock: clockViewSchema });

export const snapshotNotFound = (name: string): Problem =>
  new Problem(404, 'snapshot_not_found', `The account has no snapshot ${name}.`);

/** @param gone what to throw where what was to be taken up is gone */
export async function orGone<T>(gone: Problem, taking: Promise<T>): Promise<T> {
  try {
    return await taking;
  } catch (error) {
    throw error instanceof DataGoneError ? gone : error;
  }
}

/**
 * A snapshot that can be gone on from.
 *
 * @throws Problem where there is none
 */
export async function takeSnapshot(
  { store, time, longestWorkMs }: ControlDependencies,
  account: AccountLife,
  name: string,
): Promise<Snapshot> {
  const taking = isId(name) ? store.snapshots.take(account, name, time.now(), longestWorkMs) : undefined;
  const snapshot = taking && (await orGone(snapshotNotFound(name), taking));
  if (!snapshot) throw snapshotNotFound(name);
  return snapshot;
}

export const restoreSnapshot = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/snapshots/{name}/restore',
  tag: 'snapshots',
  id: 'restoreSnapshot',
  summary: 'Take an account back to a snapshot',
  body: noFields,
  answers: { 200: json('The snapshot, and how many sessions there are now', 'Restored', restoredSchema) },
  problems: { 404: ['snapshot_not_found'], 503: ['account_busy'] },
  run: async ({ account, parameters: { name } }, dependencies) => {
    const { store, time } = dependencies;
    const snapshot = await takeSnapshot(dependencies, account, name);
    const { clock, layers, sessions } = snapshot;
    // The rules count anew, as the sessions begin anew.
    const faults = snapshot.faults && { ...snapshot.faults, generation: randomUUID() };
    const state = { layers, sessions, clock, faults };
    await orGone(snapshotNotFound(name), store.dataSets.switchTo(account, state, time.now()));
    tidyUpLater(dependencies);
    const body = { ...snapshotView(snapshot), written: sessions, clock: clockView(clock, time.now()) };
    return { status: 200, body };
  },
});
