import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { importMessages } from '../../../functions/domain/messages/rows/import-messages.ts';
import { rejectedCount } from '../../../functions/domain/rows/findings.ts';
import { importRows } from '../../../functions/domain/rows/import-rows.ts';
import { ImportFormatError, readRows } from '../../../functions/domain/rows/read-file.ts';
import { allRows, type FoundRow, isMessageRow } from '../../../functions/domain/rows/row-form.ts';
import { Failure, messageOf } from '../../errors.ts';
import type { EnvironmentSeed } from '../environments/schema/seed.ts';
import { projectRoot } from '../project.ts';

/** What an environment is seeded with. */
export interface SeedContent {
  scenario?: EnvironmentSeed['scenario'];
  /** The rows of a file: its sessions, and its messages. */
  rows: readonly FoundRow[];
  messageRows: readonly FoundRow[];
  bots: EnvironmentSeed['bots'];
  /** The same for the same scenario, or rows, and bots. */
  version: string;
}

/** @throws Failure where the file cannot be used */
export function readSeedContent({ scenario, file, bots }: EnvironmentSeed): SeedContent {
  const content = file === undefined ? { scenario, rows: [], messageRows: [], bots } : ofFile(file, bots);
  const hash = createHash('sha256').update(JSON.stringify([scenario, content.bots]));
  for (const { text = '' } of [...content.rows, ...content.messageRows]) hash.update(text);
  return { ...content, version: hash.digest('base64url') };
}

function ofFile(
  file: string,
  given: EnvironmentSeed['bots'],
): Pick<SeedContent, 'rows' | 'messageRows' | 'bots'> {
  const all = rowsOf(file);
  const rows = all.filter((row) => !isMessageRow(row));
  const messageRows = all.filter(isMessageRow);
  const names = given?.map(({ botId }) => botId);
  const options = { knowsBot: (botId: string): boolean => names?.includes(botId) ?? true };
  const { sessions, rejected } = importRows(rows, options);
  const { messages, rejected: others } = importMessages(messageRows, options);
  const bad = [...rejected, ...others].sort((a, b) => a.index - b.index);
  const [first] = bad;
  if (first) {
    throw new Failure(
      `The seed file ${file} holds ${rejectedCount(bad)} rows that are no ${messages.length + others.length > 0 ? 'sessions or messages' : 'sessions'} of its bots; the first, row ` +
        `${first.index + 1}: ${first.reason}. Correct or remove them.`,
    );
  }
  if (sessions.length + messages.length === 0)
    throw new Failure(`The seed file ${file} holds no sessions and no messages.`);
  const botIds = [...new Set([...sessions, ...messages].map(({ botId }) => botId))];
  const bots = given ?? botIds.map((botId, index) => ({ botId, name: `Bot ${index + 1}` }));
  return { rows, messageRows, bots };
}

function rowsOf(file: string): FoundRow[] {
  try {
    return [...readRows(readFileSync(resolve(projectRoot, file), 'utf8'), allRows)];
  } catch (error) {
    if (error instanceof ImportFormatError) throw new Failure(`The seed file ${file}: ${error.message}`);
    throw new Failure(`The seed file ${file} cannot be read: ${messageOf(error)}.`);
  }
}
