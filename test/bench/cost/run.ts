import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Options } from '../options.ts';
import { toSvg } from '../report/plot.ts';
import { figure } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import { type LoadedTable, loadTable } from '../support/loaded-table.ts';
import { type ExportCost, measureExport } from './export.ts';
import { growthPlot } from './growth.ts';
import { measureRequest, startRowless } from './measure-request.ts';
import { measurePlain, type PlainCost } from './plain.ts';
import { accountRequest, botRequests, type RequestKind } from './requests.ts';
import type { RequestCost } from './states.ts';
import { costTables } from './tables.ts';

/** What was measured at every size. */
export interface CostData {
  requests: RequestCost[];
  exports: ExportCost[];
  plain: PlainCost[];
  leftOut: string[];
}

const botsOfAccount = 10;
const mostOfManyBots = 100_000;
const plotFile = fileURLToPath(new URL('../../../docs/performance-growth.svg', import.meta.url));

function sizes({ quick, million }: Options): number[] {
  if (quick) return [1_000, 10_000];
  return [1_000, 10_000, 100_000, ...(million ? [1_000_000] : [])];
}

/**
 * DynamoDB calls and read units per page by size, depth, filter and what the emulator remembers. The
 * emulators run in this process, each as a Lambda instance of its own over one embedded engine.
 */
export async function benchCost(options: Options): Promise<SectionResult> {
  const data: CostData = { requests: [], exports: [], plain: [], leftOut: [] };
  for (const sessions of sizes(options)) await measureSize(sessions, data);
  // A plot of few sizes would take the place of one of many.
  if (options.quick) data.leftOut.push('sizes over 10,000 sessions, and the plot (--quick)');
  else writeFileSync(plotFile, toSvg(growthPlot(data)));
  return { tables: costTables(data), data };
}

async function measureSize(sessions: number, data: CostData): Promise<void> {
  try {
    progress(`cost: ${figure(sessions)} sessions of one bot`);
    await withTable(sessions, 1, async (table) => {
      await measureRequests(table, botRequests, data);
      data.plain.push(await measurePlain(table));
      data.exports.push(await measureExport(table));
    });
    if (sessions > mostOfManyBots) {
      data.leftOut.push(
        `${accountRequest.name}, at ${figure(sessions)} sessions: they would be loaded again`,
      );
      return;
    }
    progress(`cost: ${figure(sessions)} sessions of ${botsOfAccount} bots`);
    await withTable(sessions, botsOfAccount, (table) => measureRequests(table, [accountRequest], data));
  } catch (error) {
    // Where the machine is too slow for the largest size, the others are still worth having.
    if (sessions <= 100_000) throw error;
    const why = error instanceof Error ? error.message : String(error);
    progress(`  left out: ${why}`);
    data.leftOut.push(`part of ${figure(sessions)} sessions: ${why}`);
  }
}

async function withTable(
  sessions: number,
  bots: number,
  use: (table: LoadedTable) => Promise<void>,
): Promise<void> {
  const table = await loadTable(sessions, bots);
  try {
    await use(table);
  } finally {
    await table.shared.close();
  }
}

async function measureRequests(
  table: LoadedTable,
  kinds: readonly RequestKind[],
  data: CostData,
): Promise<void> {
  const rowless = startRowless(table);
  for (const kind of kinds) {
    progress(`  ${kind.name}`);
    data.requests.push(await measureRequest(table, rowless, kind));
  }
}
