import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { exportRows } from '../../../client/pages.ts';
import { type ExitCode, exitCodes, Failure } from '../../../errors.ts';
import type { Invocation } from './command.ts';
import { count } from './output.ts';
import { Progress } from './progress.ts';

/** What is given out as NDJSON. */
type Rows = Parameters<typeof exportRows>[2];

type Write = (text: string) => Promise<void>;

async function openFile(path: string): Promise<WriteStream> {
  const file = createWriteStream(path);
  try {
    await once(file, 'open');
  } catch (error) {
    throw new Failure(`${path} cannot be written: ${error instanceof Error ? error.message : error}.`);
  }
  return file;
}

const writer =
  (stream: NodeJS.WritableStream): Write =>
  async (text) => {
    if (!stream.write(text)) await once(stream, 'drain');
  };

/** @returns how many rows were written */
async function writePages(
  { client, account, time, terminal }: Invocation,
  what: Rows,
  write: Write,
): Promise<number> {
  const progress = new Progress(time, terminal);
  let rows = 0;
  try {
    for await (const page of exportRows(client, account, what)) {
      await write(page);
      rows += page.split('\n').length - 1;
      progress.update(rows);
    }
  } finally {
    progress.end();
  }
  return rows;
}

/** Writes beside the file first: what is there stays until the export is whole. */
async function writeFile(path: string, invocation: Invocation, what: Rows): Promise<number> {
  const unfinished = `${path}.part`;
  const file = await openFile(unfinished);
  try {
    const rows = await writePages(invocation, what, writer(file));
    file.end();
    await once(file, 'close');
    await rename(unfinished, path);
    return rows;
  } catch (error) {
    file.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Gives rows out as NDJSON, to the file that the option `out` names or to stdout. */
export async function exportTo(invocation: Invocation, what: Rows): Promise<ExitCode> {
  const { output, terminal, text } = invocation;
  const word = what.slice(0, -1);
  const path = text('out');
  if (path === undefined) {
    const rows = await writePages(invocation, what, writer(terminal.stdout));
    output.say(`${count(rows, word)} out.`);
    return exitCodes.done;
  }
  const rows = await writeFile(path, invocation, what);
  output.result({ [what]: rows, file: path }, () => `${count(rows, word)} in ${path}.`);
  return exitCodes.done;
}
