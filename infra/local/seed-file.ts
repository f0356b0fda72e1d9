import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describeRejection, describeWarning } from '../../functions/domain/rows/findings.ts';
import { importRows } from '../../functions/domain/rows/import-rows.ts';
import { type FoundRow, ImportFormatError, readRows } from '../../functions/domain/rows/read-file.ts';
import type { Session } from '../../functions/domain/session.ts';
import { Failure } from '../errors.ts';

/**
 * Reads sessions from a file in any form that `readRows` takes, compressed by gzip or not. Any bot is taken: the
 * account gets those that the file names.
 *
 * @returns the sessions, and a line for each reason why rows are none, and for each kind of oddity
 * @throws Failure where the file cannot be read or holds no sessions
 */
export function readSeedFile(path: string): {
  sessions: Session[];
  complaints: string[];
  oddities: string[];
} {
  const rows = rowsOf(path);
  const { sessions, rejected, warnings } = importRows(rows, { knowsBot: () => true });
  if (sessions.length === 0) {
    const why = rejected[0] ? `; the first row: ${rejected[0].reason}` : '';
    throw new Failure(`The seed file ${path} holds no session that can be loaded${why}.`);
  }
  return {
    sessions,
    complaints: rejected.map(describeRejection),
    oddities: warnings.map(describeWarning),
  };
}

function rowsOf(path: string): FoundRow[] {
  let text: string;
  try {
    const bytes = readFileSync(path);
    text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`The seed file ${path} cannot be read: ${why}.`);
  }
  try {
    return [...readRows(text)];
  } catch (error) {
    if (error instanceof ImportFormatError) throw new Failure(`The seed file ${path}: ${error.message}`);
    throw error;
  }
}
