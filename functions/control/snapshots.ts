import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import * as z from 'zod';
import { toIso } from '../domain/dates.ts';
import { idSchema, isId } from '../domain/ids.ts';
import type { Snapshot } from '../store/data-sets/snapshots.ts';
import { ArchiveGoneError } from '../store/errors.ts';
import { readJson } from './body.ts';
import { clockView } from './clock.ts';
import type { ControlDependencies } from './dependencies.ts';
import { checked } from './fields.ts';
import { findAccount } from './find-account.ts';
import { accountNotFound, Problem } from './problem.ts';
import { replaceData, withinTime } from './replace-data.ts';
import { checkStillCurrent } from './still-current.ts';
import { tidyUpLater } from './tidy-up.ts';

const mostSnapshots = 100;
export const noFieldsSchema = z.strictObject({});

const snapshotNotFound = (name: string): Problem =>
  new Problem(404, 'snapshot_not_found', `The account has no snapshot ${name}.`);

const view = ({ name, createdAt, sessions }: Snapshot) => ({ name, createdAt: toIso(createdAt), sessions });

/** Keeps an account's sessions, clock and faults under a name, and takes it back to them. */
export function snapshotRoutes(app: Hono, dependencies: ControlDependencies): void {
  const { store, systemNow, longestWorkMs } = dependencies;

  app.get('/accounts/:accountId/snapshots', async (context) => {
    const account = await findAccount(dependencies, context.req.param('accountId'));
    return context.json({ snapshots: (await store.snapshots.list(account)).map(view) });
  });

  app.put('/accounts/:accountId/snapshots/:name', async (context) => {
    const name = checked(idSchema, context.req.param('name'), ['name']);
    await readJson(context.req.raw, noFieldsSchema);
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const kept = await store.snapshots.list(account);
    const before = kept.find((snapshot) => snapshot.name === name);
    if (!before && kept.length >= mostSnapshots) throw tooManySnapshots();

    const { accountId } = account;
    // Noted before it is replaced: what is still in use when its time has come is left alone.
    if (before) await store.dataSets.discard(account, 'archive', before.archive, systemNow());
    const reservation = await store.dataSets.reserve(account, 'archive', systemNow());
    const { chunks, sessions, clock, faults } = await store.sessionWriter.hold(account, async () => {
      const current = await findAccount(dependencies, accountId);
      const records = withinTime(store.sessions.readRecords(current), longestWorkMs);
      const written = await store.archives.write({ accountId, epoch: reservation.epoch }, records);
      // A reset waits for nobody.
      await checkStillCurrent(dependencies, current);
      return { ...written, clock: current.clock, faults: current.faults };
    });
    const snapshot = {
      name,
      createdAt: systemNow(),
      archive: reservation.epoch,
      chunks,
      sessions,
      clock,
      faults,
    };
    const replaced = await store.snapshots.put(account, snapshot);
    // Again, where it was noted before: a sweep that found it still in use meanwhile has dropped that note.
    if (replaced) {
      await store.dataSets.discard(account, 'archive', replaced.archive, systemNow());
    }
    if ((await store.accounts.read(accountId))?.born !== account.born) {
      await store.snapshots.delete(account, snapshot);
      throw accountNotFound(accountId);
    }
    await store.dataSets.keep(reservation);
    tidyUpLater(dependencies);
    return context.json(view(snapshot), before ? 200 : 201);
  });

  app.post('/accounts/:accountId/snapshots/:name/restore', async (context) => {
    const name = context.req.param('name');
    await readJson(context.req.raw, noFieldsSchema);
    const account = await findAccount(dependencies, context.req.param('accountId'));
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
    return context.json({ ...view(snapshot), written, clock: clockView(clock, systemNow()) });
  });

  app.delete('/accounts/:accountId/snapshots/:name', async (context) => {
    const name = context.req.param('name');
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const snapshot = isId(name) ? await store.snapshots.read(account, name) : undefined;
    if (snapshot) {
      await store.dataSets.discard(account, 'archive', snapshot.archive, systemNow());
      await store.snapshots.delete(account, snapshot);
      tidyUpLater(dependencies);
    }
    return context.body(null, 204);
  });
}

function tooManySnapshots(): Problem {
  return new Problem(
    409,
    'too_many_snapshots',
    `The account has ${mostSnapshots} snapshots already: delete some.`,
  );
}
