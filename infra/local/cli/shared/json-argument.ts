import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Failure, messageOf } from '../../../errors.ts';
import type { Terminal } from '../../terminal.ts';
import { wrongUsage } from './wording.ts';

/** Takes JSON from the command line, a file, or stdin (`-`). */
export async function readJsonArgument(
  argument: string,
  { terminal }: { terminal: Terminal },
): Promise<unknown> {
  const isInline = /^\s*[[{]/.test(argument);
  const json = isInline ? argument : await readText(argument, terminal);
  try {
    return JSON.parse(json);
  } catch (error) {
    const why = messageOf(error);
    const what = isInline ? 'The argument' : argument === '-' ? 'What stdin holds' : `The file ${argument}`;
    if (isInline) throw wrongUsage(`${what} is not JSON: ${why}`);
    throw new Failure(`${what} is not JSON: ${why}.`);
  }
}

async function readText(path: string, { stdin }: Terminal): Promise<string> {
  try {
    return await (path === '-' ? text(stdin) : readFile(path, 'utf8'));
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${messageOf(error)}.`);
  }
}
