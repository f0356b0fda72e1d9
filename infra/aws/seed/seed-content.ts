import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rejectedCount } from '../../../functions/domain/rows/findings.ts';
import { importRows } from '../../../functions/domain/rows/import-rows.ts';
import { type FoundRow, ImportFormatError, readRows } from '../../../functions/domain/rows/read-file.ts';
import { Failure, messageOf } from '../../errors.ts';
import type { EnvironmentSeed } from '../environments/schema/seed.ts';
import { projectRoot } from '../project.ts';

/** What an environment is seeded with. */
export interface SeedContent {
  scenario?: EnvironmentSeed['scenario'];
  /** The rows of a file. */
  rows: readonly FoundRow[];
  bots: EnvironmentSeed['bots'];
  /** The same for the same scenario, or rows, and bots. */
  version: string;
}

/** @throws Failure where the file cannot be used */
export function readSeedContent({ scenario, file, bots }: EnvironmentSeed): SeedContent {
  const content = file === undefined ? { scenario, rows: [], bots } : ofFile(file, bots);
  const hash = createHash('sha256').update(JSON.stringify([scenario, content.bots]));
  for (const { text = '' } of content.rows) hash.update(text);
  return { ...content, version: hash.digest('base64url') };
}

function ofFile(file: string, given: EnvironmentSeed['bots']): Pick<SeedContent, 'rows' | 'bots'> {
  const rows = rowsOf(file);
  const names = given?.map(({ botId }) => botId);
  const { sessions, rejected } = importRows(rows, { knowsBot: (botId) => names?.includes(botId) ?? true });
  const [first] = rejected;
  if (first) {
    throw new Failure(
      `The seed file ${file} holds ${rejectedCount(rejected)} rows that are no sessions of its bots; the first, row ` +
        `${first.index + 1}: ${first.reason}. Correct or remove them.`,
    );
  }
  if (sessions.length === 0) throw new Failure(`The seed file ${file} holds no sessions.`);
  const botIds = [...new Set(sessions.map(({ botId }) => botId))];
  return { rows, bots: given ?? botIds.map((botId, index) => ({ botId, name: `Bot ${index + 1}` })) };
}

function rowsOf(file: string): FoundRow[] {
  try {
    return [...readRows(readFileSync(resolve(projectRoot, file), 'utf8'))];
  } catch (error) {
    if (error instanceof ImportFormatError) throw new Failure(`The seed file ${file}: ${error.message}`);
    throw new Failure(`The seed file ${file} cannot be read: ${messageOf(error)}.`);
  }
}
