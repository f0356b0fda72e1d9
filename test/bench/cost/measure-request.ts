import type { LoadedTable } from '../support/loaded-table.ts';
import { measurePage, type Page } from './measure-page.ts';
import { type Depth, depths, type RequestKind, skipOf } from './requests.ts';
import { type DepthCost, mapStates, type PageCost, pageLimit, type RequestCost, states } from './states.ts';

/** Measures a request at every depth in every state. */
export async function measureRequest(table: LoadedTable, kind: RequestKind): Promise<RequestCost> {
  const { total, pages } = await measureRowsRead(table, kind);
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
async function measureRowsRead(table: LoadedTable, kind: RequestKind) {
  let { instance, total } = await startWarm(table, kind);
  const pages: { depth: Depth; skip: number; rowsRead: Page }[] = [];
  for (const depth of depths) {
    const skip = skipOf(depth, total, pageLimit);
    // Pages of few matches have rows in common, and an emulator that has read none is needed for each.
    if (total < 3 * pageLimit && pages.length > 0) ({ instance } = await startWarm(table, kind));
    pages.push({ depth, skip, rowsRead: await measurePage(table, instance, kind, skip, pageLimit) });
  }
  return { total, pages };
}

const toCost = ({ calls, readUnits }: PageCost): PageCost => ({ calls, readUnits });

/** An emulator that has answered from the whole window and has returned no row of it. */
async function startWarm(table: LoadedTable, kind: RequestKind) {
  const instance = table.start();
  const { total } = await measurePage(table, instance, kind, 10 * table.sessions, 1);
  return { instance, total };
}
