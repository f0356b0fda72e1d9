import { readFileSync } from 'node:fs';
import { Failure } from '../../../errors.ts';
import { wrongUsage } from './wording.ts';

/** Takes JSON from the command line, a file, or stdin (`-`). */
export function readJsonArgument(argument: string): unknown {
  const isInline = /^\s*[[{]/.test(argument);
  const text = isInline ? argument : readText(argument);
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const what = isInline ? 'The argument' : argument === '-' ? 'What stdin holds' : `The file ${argument}`;
    if (isInline) throw wrongUsage(`${what} is not JSON: ${why}`);
    throw new Failure(`${what} is not JSON: ${why}.`);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}
