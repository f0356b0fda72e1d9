import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mostBodyBytes } from '../../../functions/control/body.ts';
import { rejectedCount } from '../../../functions/domain/rows/findings.ts';
import { importRows } from '../../../functions/domain/rows/import-rows.ts';
import { type FoundRow, ImportFormatError, readRows } from '../../../functions/domain/rows/read-file.ts';
import { Failure, messageOf } from '../../errors.ts';
import type { EnvironmentSeed } from '../environments/schema/seed.ts';
import { projectRoot } from '../project.ts';

/**
 * The body of the call that makes the seeded account.
 *
 * @throws Failure where the file cannot be used
 */
export function newAccountBody({ accountId, scenario, file, bots }: EnvironmentSeed): string {
  const { seed, bots: named } =
    file === undefined ? { seed: JSON.stringify(scenario), bots } : ofFile(file, bots);
  const settings = JSON.stringify({
    accountId,
    ...(named && { bots: named }),
    // It is there for as long as the environment is, whatever other accounts get.
    expiresInSeconds: null,
  });
  // The rows as the file has them: what JSON.parse reads is not always written the same again.
  const body = `${settings.slice(0, -1)},"seed":${seed}}`;
  if (Buffer.byteLength(body) <= mostBodyBytes) return body;
  throw new Failure(
    `The seed file ${file} holds more than one call can take (${mostBodyBytes} bytes): make it smaller, and import ` +
      'the rest with "kore-sessions-emulator import".',
  );
}

function ofFile(
  file: string,
  given: EnvironmentSeed['bots'],
): { seed: string; bots: EnvironmentSeed['bots'] } {
  const rows = rowsOf(file);
  const { sessions, rejected } = importRows(rows, { knowsBot: () => true });
  const [first] = rejected;
  if (first) {
    throw new Failure(
      `The seed file ${file} holds ${rejectedCount(rejected)} rows that are no sessions; the first, row ${first.index + 1}: ` +
        `${first.reason}. Correct or remove them.`,
    );
  }
  if (sessions.length === 0) throw new Failure(`The seed file ${file} holds no sessions.`);
  const botIds = [...new Set(sessions.map(({ botId }) => botId))];
  return {
    seed: `[${rows.map(({ text }) => text).join(',')}]`,
    bots: given ?? botIds.map((botId, index) => ({ botId, name: `Bot ${index + 1}` })),
  };
}

function rowsOf(file: string): FoundRow[] {
  try {
    return [...readRows(readFileSync(resolve(projectRoot, file), 'utf8'))];
  } catch (error) {
    if (error instanceof ImportFormatError) throw new Failure(`The seed file ${file}: ${error.message}`);
    throw new Failure(`The seed file ${file} cannot be read: ${messageOf(error)}.`);
  }
}
