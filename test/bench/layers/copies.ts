import { setTimeout as sleep } from 'node:timers/promises';
import { toRow } from '../../../functions/domain/row.ts';
import type { Session } from '../../../functions/domain/session.ts';
import { tokenFor } from '../support/account.ts';
import { controlOf, loadTable } from '../support/loaded-table.ts';
import { week, weekOfSessions } from '../support/sessions.ts';
import type { CopiesTask, MeasuredCopies } from './hundred.ts';
import { CopyModel, changesOf, rowText } from './model.ts';
import { optionsOf } from './steps.ts';

/*
 * Copies of one data set in a process of its own that collects its garbage when told to, the engine in another: each is
 * changed, then all are read to the end, page by page in turns, and each page is compared with a naive model.
 */

const { sessions, copies, changes, form } = JSON.parse(process.argv[2] ?? '') as CopiesTask;
const pageLimit = 10_000;

const { shared, account } = await loadTable(sessions, 1);
const instance = shared.startInstance(undefined, optionsOf[form]);
const control = controlOf(instance);
await control('PUT', `/accounts/${account.accountId}/snapshots/golden`);

const base = [...weekOfSessions(account.botIds, sessions)]
  .flat()
  .map((session): Session => ({ ...session, sessionStatus: 'closed' }));

interface Copy {
  number: number;
  token: string;
}

async function makeCopy(number: number): Promise<Copy> {
  const from = { accountId: account.accountId, snapshot: 'golden' };
  const body = JSON.stringify({ from, apps: [{ kind: 'admin' }], settings: { journal: false } });
  type Made = { accountId: string; apps: { clientId: string; clientSecret: string }[] };
  const { accountId, apps } = await control<Made>('POST', '/accounts', body);
  const { put, removed } = changesOf(base, number, changes);
  const path = `/accounts/${accountId}/sessions`;
  await control('POST', path, JSON.stringify(put.map(toRow)));
  for (const id of removed) await control('DELETE', `${path}/${id}`);
  return { number, token: await tokenFor(apps[0]?.clientId ?? '', apps[0]?.clientSecret ?? '') };
}

async function readPage({ token }: Copy, skip: number): Promise<string> {
  const response = await instance.request('/api/public/getSessions', {
    method: 'POST',
    headers: { auth: token, 'content-type': 'application/json' },
    body: JSON.stringify({ ...week, skip, limit: pageLimit }),
  });
  return response.text();
}

/** Reads copies to the end, a page of each in turns. */
async function readAll(all: readonly Copy[]): Promise<void> {
  const byId = new Map(base.map((session) => [session.sessionId, session]));
  const texts = new Map<Session, string>();
  const textOf = (session: Session): string => {
    const text = texts.get(session) ?? rowText(session);
    texts.set(session, text);
    return text;
  };
  const models = all.map(({ number }) => new CopyModel(byId, changesOf(base, number, changes), textOf));
  for (let skip = 0; models.some(({ total }) => skip < total); skip += pageLimit) {
    for (const [index, copy] of all.entries()) {
      if ((await readPage(copy, skip)) === models[index]?.page(skip, pageLimit)) continue;
      throw new Error(`Copy ${copy.number} does not answer at skip ${skip} what the model has.`);
    }
  }
}

/** Bytes of heap and buffers once nothing is left to collect. */
async function memory(): Promise<number> {
  await shared.settled();
  for (let times = 0; times < 3; times++) {
    await sleep(50);
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const first = await makeCopy(0);
// Again and again, so that what is compiled is so before it is measured.
for (let times = 0; times < 5; times++) await readAll([first]);
const one = await memory();
const all = [first];
while (all.length < copies) all.push(await makeCopy(all.length));
await readAll(all);
const measured: MeasuredCopies = { one, all: await memory() };
process.stdout.write(`${JSON.stringify(measured)}\n`);
await shared.close();
process.exit();
