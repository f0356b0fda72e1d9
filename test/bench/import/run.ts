import type { Options } from '../options.ts';
import { figure } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import { startEmulator } from '../support/emulator.ts';
import { measureEngine } from './engine.ts';
import { type ImportRates, measureGenerate, measureImport } from './rates.ts';

/** How fast sessions come in. */
export async function benchImport({ quick }: Options): Promise<SectionResult> {
  const count = quick ? 5_000 : 20_000;
  const emulator = await startEmulator();
  try {
    progress(`import: ${figure(count)} sessions in three ways`);
    const rates: ImportRates = {
      engine: await measureEngine(count),
      import: await measureImport(emulator, count),
      generate: await measureGenerate(emulator, count),
    };
    const tables = [
      {
        title: `Sessions a second, ${figure(count)} sessions`,
        columns: ['Way in', 'Sessions/s'],
        rows: [
          ['BatchWriteItem of the embedded engine alone', figure(rates.engine)],
          ['import over HTTP', figure(rates.import)],
          ['generate over HTTP', figure(rates.generate)],
        ],
      },
    ];
    return { tables, data: { count, sessionsPerSecond: rates } };
  } finally {
    await emulator.stop();
  }
}
