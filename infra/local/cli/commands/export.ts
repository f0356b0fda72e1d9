import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { exportSessions } from '../../../client/pages.ts';
import { exitCodes, Failure } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { count } from '../shared/output.ts';
import { Progress } from '../shared/progress.ts';
import { takeWords } from '../shared/subcommand.ts';

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

/** @returns how many sessions were written */
async function writePages({ client, account, time }: Invocation, write: Write): Promise<number> {
  const progress = new Progress(time);
  let sessions = 0;
  try {
    for await (const page of exportSessions(client, account)) {
      await write(page);
      sessions += page.split('\n').length - 1;
      progress.update(sessions);
    }
  } finally {
    progress.end();
  }
  return sessions;
}

/** Writes beside the file first: what is there stays until the export is whole. */
async function writeFile(path: string, invocation: Invocation): Promise<number> {
  const unfinished = `${path}.part`;
  const file = await openFile(unfinished);
  try {
    const sessions = await writePages(invocation, writer(file));
    file.end();
    await once(file, 'close');
    await rename(unfinished, path);
    return sessions;
  } catch (error) {
    file.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
}

export const exportCommand: Command = {
  name: 'export',
  summary: 'take all sessions out, as NDJSON that imports again to the same',
  usage: ['export [--out FILE]'],
  details: ['stdout gets the NDJSON, with or without --json, unless a file is named.'],
  options: { out: { value: 'FILE', about: 'write to this file instead of stdout' } },
  run: async (invocation) => {
    takeWords('export', invocation);
    const { output, text } = invocation;
    const path = text('out');
    if (path === undefined) {
      const sessions = await writePages(invocation, writer(process.stdout));
      output.say(`${count(sessions, 'session')} out.`);
      return exitCodes.done;
    }
    const sessions = await writeFile(path, invocation);
    output.result({ sessions, file: path }, () => `${count(sessions, 'session')} in ${path}.`);
    return exitCodes.done;
  },
};
