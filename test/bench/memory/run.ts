import { fileURLToPath } from 'node:url';
import type { Options } from '../options.ts';
import { figure, type Table } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import { firstLine, startProcess, temporaryFolder } from '../support/processes.ts';
import { measureSeedFile, seedTable } from './seed-file.ts';

/** What a process of its own is to do. */
export interface Task {
  engineName: EngineName;
  /** Where it keeps its data; in memory without one. */
  folder?: string;
  rounds: number;
  sessions: number;
}

/** Bytes. */
export interface Measured {
  /** Heap and buffers after each round, when all sessions are gone. */
  memory: number[];
  /** Items and entries of the index that are left at the end. */
  content?: number;
  /** The files of the data folder then. */
  folder?: number;
}

type EngineName = 'embedded' | 'dynalite';

interface Row extends Measured {
  engineName: EngineName;
  where: 'in memory' | 'on disk';
}

const script = fileURLToPath(new URL('rounds.ts', import.meta.url));

/** Whether memory and disk come back when sessions are removed, beside the engine of earlier versions; what a seed file takes. */
export async function benchMemory({ quick }: Options): Promise<SectionResult> {
  const rounds = quick ? 5 : 20;
  const sessions = quick ? 2_000 : 10_000;
  const rows: Row[] = [];
  for (const engineName of ['embedded', 'dynalite'] as const) {
    for (const where of ['in memory', 'on disk'] as const) {
      progress(`memory: ${rounds} rounds of ${figure(sessions)} sessions, ${engineName} ${where}`);
      const kept = where === 'on disk' ? { folder: temporaryFolder() } : {};
      rows.push({ engineName, where, ...(await measure({ engineName, rounds, sessions, ...kept })) });
    }
  }
  const seed = await measureSeedFile(quick ? 40_000 : 400_000);
  return {
    tables: [memoryTable(rows, rounds, sessions), folderTable(rows, sessions), seedTable(seed)],
    data: { rounds, sessions, rows, seed },
  };
}

async function measure(task: Task): Promise<Measured> {
  const args = ['--expose-gc', '--import', 'tsx', script, JSON.stringify(task)];
  const started = startProcess(process.execPath, args, { stdout: 'pipe' });
  try {
    return JSON.parse(await firstLine('The rounds', started)) as Measured;
  } finally {
    await started.stop();
  }
}

const megabytes = (bytes: number): string => figure(bytes / 1024 / 1024, 1);

function memoryTable(rows: readonly Row[], rounds: number, sessions: number): Table {
  return {
    title: `Heap and buffers after making and removing ${figure(sessions)} sessions, MB`,
    columns: ['Engine', 'After 2 rounds', `After ${rounds} rounds`, 'Growth'],
    rows: rows.map(({ engineName, where, memory }) => {
      const [second = 0, last = 0] = [memory[1], memory.at(-1)];
      return [
        `${engineName}, ${where}`,
        megabytes(second),
        megabytes(last),
        `${figure((last / second - 1) * 100, 1)}%`,
      ];
    }),
    notes: ['Measured after a collection, with the table empty.'],
  };
}

function folderTable(rows: readonly Row[], sessions: number): Table {
  return {
    title: `Data folder with ${figure(sessions / 10)} sessions left, MB`,
    columns: ['Engine', 'Content', 'Folder', 'Times'],
    rows: rows.flatMap(({ engineName, content, folder }) =>
      content === undefined || folder === undefined
        ? []
        : [[engineName, megabytes(content), megabytes(folder), figure(folder / content, 2)]],
    ),
    notes: ['The content is the JSON of items and of entries of the index.'],
  };
}
