import { fileURLToPath } from 'node:url';
import { figure } from '../report/table.ts';
import { progress } from '../section.ts';
import { firstLine, startProcess } from '../support/processes.ts';
import type { Form } from './steps.ts';

/** What a process of its own is to do. */
export interface CopiesTask {
  sessions: number;
  copies: number;
  /** Of each copy. */
  changes: number;
  form: Form;
}

/** Bytes of heap and buffers when one copy, and when all copies have been changed and read to the end. */
export interface MeasuredCopies {
  one: number;
  all: number;
}

const script = fileURLToPath(new URL('copies.ts', import.meta.url));

/**
 * What many copies take in memory more than one.
 *
 * @throws Error where one does not answer what a naive model has
 */
export async function measureCopies(task: CopiesTask): Promise<CopiesTask & MeasuredCopies> {
  progress(`layers: ${task.copies} copies of ${figure(task.sessions)} sessions, ${task.form}`);
  const heap = '--max-old-space-size=8000';
  const args = ['--expose-gc', heap, '--import', 'tsx', script, JSON.stringify(task)];
  const started = startProcess(process.execPath, args, { stdout: 'pipe' });
  try {
    return { ...task, ...(JSON.parse(await firstLine('The copies', started)) as MeasuredCopies) };
  } finally {
    await started.stop();
  }
}
