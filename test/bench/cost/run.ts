import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Options } from '../options.ts';
import { toSvg } from '../report/plot.ts';
import { progress, type SectionResult } from '../section.ts';
import { type LoadedTable, loadTable } from '../support/loaded-table.ts';
import { type ExportCost, measureExport } from './export.ts';
import { growthPlot } from './growth.ts';
import { measurePlain, type PlainCost } from './plain.ts';
import { accountRequest, botRequests, type RequestKind } from './requests.ts';
import { measureRequest, type RequestCost } from './states.ts';
import { costTables } from './tables.ts';

/** What was measured at every size. */
export interface CostData {
  requests: RequestCost[];
  exports: ExportCost[];
  plain: PlainCost[];
}

const botsOfAccount = 10;
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
  const data: CostData = { requests: [], exports: [], plain: [] };
  for (const sessions of sizes(options)) {
    progress(`cost: ${sessions.toLocaleString('en')} sessions of one bot`);
    await withTable(sessions, 1, async (table) => {
      await measureRequests(table, botRequests, data);
      data.plain.push(await measurePlain(table));
      data.exports.push(await measureExport(table));
    });
    progress(`cost: ${sessions.toLocaleString('en')} sessions of ${botsOfAccount} bots`);
    await withTable(sessions, botsOfAccount, (table) => measureRequests(table, [accountRequest], data));
  }
  // A plot of few sizes would take the place of one of many.
  if (!options.quick) writeFileSync(plotFile, toSvg(growthPlot(data)));
  const leftOut = options.quick ? ['Left out by --quick: sizes over 10,000 sessions, and the plot.'] : [];
  return { tables: costTables(data, leftOut), data };
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
  for (const kind of kinds) {
    progress(`  ${kind.name}`);
    data.requests.push(await measureRequest(table, kind));
  }
}
