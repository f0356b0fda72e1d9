import { memoryFrom } from '../../../functions/store/reader/session-reader.ts';
import type { LoadedTable, MeasuredInstance } from '../support/loaded-table.ts';
import { measurePage, type Page } from './measure-page.ts';
import { type Depth, depths, type RequestKind, skipOf } from './requests.ts';
import { type DepthCost, mapStates, type PageCost, pageLimit, type RequestCost, states } from './states.ts';

/**
 * Measures a request at every depth in every state.
 *
 * @param rowless an emulator that keeps the window and no row
 */
export async function measureRequest(
  table: LoadedTable,
  rowless: MeasuredInstance,
  kind: RequestKind,
): Promise<RequestCost> {
  const { total, pages } = await measureRowsRead(table, rowless, kind);
  const found: DepthCost[] = [];
  for (const { depth, skip, rowsRead } of pages) {
    const instance = table.start();
    const page = () => measurePage(table, instance, kind, skip, pageLimit);
    const cold = await page();
    const rowsCached = await page();
    await table.writeOneDay();
    const afterWrite = await page();
    const costs = { cold, rowsRead, rowsCached, afterWrite };
    for (const state of states) {
      if (costs[state].total !== total) throw new Error(`${kind.name}: the total differs when ${state}.`);
    }
    found.push({ depth, skip, costs: mapStates((state) => toCost(costs[state])) });
  }
  return { request: kind.name, sessions: table.sessions, total, depths: found };
}

/** What pages cost on an emulator that remembers the window and none of their rows. */
async function measureRowsRead(table: LoadedTable, rowless: MeasuredInstance, kind: RequestKind) {
  // So that it has seen the last write.
  const { total } = await measurePage(table, rowless, kind, 10 * table.sessions, 1);
  const pages: { depth: Depth; skip: number; rowsRead: Page }[] = [];
  for (const depth of depths) {
    const skip = skipOf(depth, total, pageLimit);
    pages.push({ depth, skip, rowsRead: await measurePage(table, rowless, kind, skip, pageLimit) });
  }
  return { total, pages };
}

const toCost = ({ calls, readUnits, requests }: PageCost): PageCost => ({ calls, readUnits, requests });

/** An emulator that keeps what it reads of the index, and none of the rows that it returns. */
export function startRowless(table: LoadedTable): MeasuredInstance {
  return table.start({ memory: { ...memoryFrom({}), rowBytes: 10 } });
}
