import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { toRow } from '../../../functions/domain/row.ts';
import { npmStart } from '../../support/npm-start.ts';
import { figure, type Table } from '../report/table.ts';
import { progress } from '../section.ts';
import { peakBytes } from '../support/process-memory.ts';
import { firstLine, startProcess, temporaryFolder } from '../support/processes.ts';
import { weekOfSessions } from '../support/sessions.ts';

export interface SeedMemory {
  sessions: number;
  /** Bytes of the file. */
  file: number;
  /** The most bytes that the process held until it was ready. */
  peak: number;
}

/** What `npm start -- --seed FILE` takes in memory at its peak. */
export async function measureSeedFile(sessions: number): Promise<SeedMemory> {
  progress(`memory: a seed file of ${figure(sessions)} sessions`);
  const path = join(temporaryFolder(), 'seed.ndjson');
  const file = await writeSeedFile(path, sessions);
  const started = startProcess(process.execPath, [...npmStart, '--port', '0', '--seed', path], {
    stdout: 'pipe',
  });
  try {
    await firstLine('The emulator', started);
    return { sessions, file, peak: peakBytes(started.child.pid ?? 0) };
  } finally {
    await started.stop();
  }
}

/** @returns its bytes */
async function writeSeedFile(path: string, sessions: number): Promise<number> {
  const out = createWriteStream(path);
  for (const batch of weekOfSessions(['st-1', 'st-2'], sessions)) {
    const lines = batch.map((session) => `${JSON.stringify(toRow(session))}\n`);
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return out.bytesWritten;
}

const megabytes = (bytes: number): string => figure(bytes / 1024 / 1024);

export const seedTable = ({ sessions, file, peak }: SeedMemory): Table => ({
  title: 'The most that a start with a seed file takes in memory, MB',
  columns: ['Sessions', 'File', 'Peak'],
  rows: [[figure(sessions), megabytes(file), megabytes(peak)]],
  notes: ['Of the whole process, as Linux tells it.'],
});
