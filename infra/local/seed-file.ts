import { readFileSync } from 'node:fs';
import { ImportFormatError, importRows, readRows } from '../../functions/domain/import.ts';
import type { Session } from '../../functions/domain/session.ts';
import { Failure } from '../errors.ts';

/**
 * Reads sessions from a file: a getSessions response, a JSON array or NDJSON. Any bot is taken: the account
 * gets those that the file names.
 *
 * @returns the sessions, and a line for each row that is not one
 * @throws Failure where the file cannot be read or holds no sessions
 */
export function readSeedFile(path: string): { sessions: Session[]; complaints: string[] } {
  const rows = rowsOf(path);
  const { sessions, rejected } = importRows(rows, () => true);
  if (sessions.length === 0) {
    const why = rejected[0] ? `; the first row: ${rejected[0].reason}` : '';
    throw new Failure(`The seed file ${path} holds no session that can be loaded${why}.`);
  }
  const complaints = rejected.map(
    ({ index, sessionId, reason }) => `row ${index + 1}${sessionId ? ` (${sessionId})` : ''}: ${reason}`,
  );
  return { sessions, complaints };
}

function rowsOf(path: string): unknown[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`The seed file ${path} cannot be read: ${why}.`);
  }
  try {
    return readRows(text);
  } catch (error) {
    if (error instanceof ImportFormatError) throw new Failure(`The seed file ${path}: ${error.message}`);
    throw error;
  }
}
