import { startEmbeddedEngine } from '../../../infra/local/engine.ts';
import type { Instance } from '../../store/instances.ts';
import { type Interceptor, isRead, readsIndex } from '../../store/intercept.ts';
import type { Options } from '../options.ts';
import { figure, type Table } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import { tokenFor } from '../support/account.ts';
import { controlOf, type LoadedTable, loadTable } from '../support/loaded-table.ts';
import { week } from '../support/sessions.ts';

/** What a call came to. */
interface Cost {
  what: string;
  sessions: number;
  reads: number;
  indexReads: number;
  writes: number;
  writeUnits: number;
  ms: number;
}

/** Counts what an emulator asks DynamoDB. */
class Ledger {
  reads = 0;
  indexReads = 0;
  writes = 0;
  writeUnits = 0;

  readonly interceptor: Interceptor = async (command, send) => {
    if (isRead(command)) {
      this.reads++;
      if (readsIndex(command)) this.indexReads++;
      return send(command);
    }
    this.writes++;
    Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
    const output = await send(command);
    const capacity = [output['ConsumedCapacity'] ?? []].flat() as { CapacityUnits?: number }[];
    this.writeUnits += capacity.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    return output;
  };
}

/** What it takes to keep, restore, reset and copy accounts of several sizes, and the first page afterwards. */
export async function benchLayers({ quick, million }: Options): Promise<SectionResult> {
  const sizes = [1_000, ...(quick ? [10_000] : [100_000]), ...(million ? [1_000_000] : [])];
  const rows: Cost[] = [];
  for (const sessions of sizes) {
    progress(`layers: ${figure(sessions)} sessions`);
    const table = await loadTable(sessions, 1, startEmbeddedEngine);
    try {
      rows.push(...(await measure(table)));
    } finally {
      await table.shared.close();
    }
  }
  return { tables: [tableOf(rows)], data: rows };
}

async function measure({ shared, account, sessions }: LoadedTable): Promise<Cost[]> {
  const ledger = new Ledger();
  const instance = shared.startInstance(ledger.interceptor);
  const control = controlOf(instance);
  const costs: Cost[] = [];
  const take = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    Object.assign(ledger, { reads: 0, indexReads: 0, writes: 0, writeUnits: 0 });
    const started = performance.now();
    const result = await work();
    const ms = performance.now() - started;
    const { reads, indexReads, writes, writeUnits } = ledger;
    costs.push({ what, sessions, reads, indexReads, writes, writeUnits, ms });
    await shared.settled();
    return result;
  };
  const path = `/accounts/${account.accountId}`;
  const page = (token: string) => firstPage(instance, token, sessions);
  await page(account.tokens.admin);
  // What is loaded when it is first used is not in the figures.
  await control('PUT', `${path}/snapshots/first`);
  await control('DELETE', `${path}/snapshots/first`);
  await control('POST', `${path}/sessions/generate`, JSON.stringify({ count: 1, seed: 'one more' }));
  await control('DELETE', `${path}/sessions?from=${week.dateTo}`);
  await page(account.tokens.admin);
  await take('snapshot', () => control('PUT', `${path}/snapshots/golden`));
  await take('restore', () => control('POST', `${path}/snapshots/golden/restore`));
  await take('first page after it', () => page(account.tokens.admin));
  const from = { accountId: account.accountId, snapshot: 'golden' };
  const body = JSON.stringify({ from, apps: [{ kind: 'admin' }], settings: { journal: false } });
  type Made = { accountId: string; apps: { clientId: string; clientSecret: string }[] };
  const made = await take('account from a snapshot', () => control<Made>('POST', '/accounts', body));
  const [app] = made.apps;
  const token = await tokenFor(app?.clientId ?? '', app?.clientSecret ?? '');
  await take('first page of it', () => page(token));
  await take('reset', () => control('POST', `/accounts/${made.accountId}/reset`));
  return costs;
}

async function firstPage(instance: Instance, token: string, sessions: number): Promise<void> {
  const response = await instance.request('/api/public/getSessions', {
    method: 'POST',
    headers: { auth: token, 'content-type': 'application/json' },
    body: JSON.stringify({ ...week, limit: 100 }),
  });
  const { total } = (await response.json()) as { total: number };
  if (total < sessions) throw new Error(`The page counts ${total} of ${sessions} sessions.`);
}

const tableOf = (rows: readonly Cost[]): Table => ({
  title: 'Keeping, going back and copying',
  columns: ['', 'sessions', 'reads', 'of the index', 'writes', 'write units', 'ms'],
  rows: rows.map((each) => [
    each.what,
    figure(each.sessions),
    figure(each.reads),
    figure(each.indexReads),
    figure(each.writes),
    figure(each.writeUnits),
    figure(Math.round(each.ms)),
  ]),
  notes: [
    'Calls to DynamoDB, of an emulator in the process of the embedded engine that does not remember heads.',
  ],
});
