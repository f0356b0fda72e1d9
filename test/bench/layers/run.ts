import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startEmbeddedEngine } from '../../../infra/local/engine.ts';
import type { Options } from '../options.ts';
import { toSvg } from '../report/plot.ts';
import { figure } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import { loadTable } from '../support/loaded-table.ts';
import { type FirstSeconds, measureFirstSeconds } from './first-seconds.ts';
import { type CopiesTask, type MeasuredCopies, measureCopies } from './hundred.ts';
import { type Cost, forms, measureSteps } from './steps.ts';
import { layerTables, sizePlot } from './tables.ts';

export interface LayersData {
  costs: Cost[];
  copies: (CopiesTask & MeasuredCopies)[];
  firstSeconds: Partial<FirstSeconds> & Pick<FirstSeconds, 'emulator'>;
}

const plotFile = fileURLToPath(new URL('../../../docs/performance-layers.svg', import.meta.url));

/**
 * What it takes to keep, restore, reset and copy accounts of several sizes, and pages afterwards; what many copies take
 * in memory; and how fast pages are right after an import.
 */
export async function benchLayers({ quick, million }: Options): Promise<SectionResult> {
  const sizes = [1_000, ...(quick ? [10_000] : [100_000]), ...(million ? [1_000_000] : [])];
  const costs: Cost[] = [];
  for (const sessions of sizes) {
    progress(`layers: ${figure(sessions)} sessions`);
    const table = await loadTable(sessions, 1, startEmbeddedEngine);
    try {
      for (const form of forms) costs.push(...(await measureSteps(table, form)));
    } finally {
      await table.shared.close();
    }
  }
  const ofCopies = quick
    ? { sessions: 10_000, copies: 10, changes: 100 }
    : { sessions: 100_000, copies: 100, changes: 100 };
  const copies: LayersData['copies'] = [];
  for (const form of forms) copies.push(await measureCopies({ ...ofCopies, form }));
  const firstSeconds = await measureFirstSeconds(quick ? 10_000 : 100_000, quick ? 2_000 : 5_000);
  const data: LayersData = { costs, copies, firstSeconds };
  if (!quick) writeFileSync(plotFile, toSvg(sizePlot(data)));
  return { tables: layerTables(data), data };
}
