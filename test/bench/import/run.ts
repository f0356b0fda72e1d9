import type { Options } from '../options.ts';
import { figure } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import { startEmulator } from '../support/emulator.ts';
import { measureEngine } from './engine.ts';
import { type GoingBack, measureReset, measureRestore } from './going-back.ts';
import { type ImportRates, measureGenerate, measureImport } from './rates.ts';

/** How fast sessions come in, and how long it takes to go back. */
export async function benchImport({ quick }: Options): Promise<SectionResult> {
  const count = quick ? 5_000 : 20_000;
  const restored = quick ? 5_000 : 100_000;
  const emulator = await startEmulator();
  try {
    progress(`import: ${figure(count)} sessions in three ways`);
    const rates: ImportRates = {
      engine: await measureEngine(count),
      import: await measureImport(emulator, count),
      generate: await measureGenerate(emulator, count),
    };
    progress('import: reset and restore');
    const back: GoingBack = {
      reset: await measureReset(emulator, 1_000),
      restore: await measureRestore(emulator, restored),
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
      {
        title: 'Going back',
        columns: ['Way back', 'Seconds'],
        rows: [
          ['reset to a seed of 1,000 sessions', figure(back.reset, 2)],
          [`restore of a snapshot of ${figure(restored)} sessions`, figure(back.restore, 2)],
        ],
      },
    ];
    return { tables, data: { count, sessionsPerSecond: rates, restored, seconds: back } };
  } finally {
    await emulator.stop();
  }
}
