import { Rejections, type RowPlace, Warnings } from '../../../domain/rows/findings.ts';
import { readRows } from '../../../domain/rows/read-file.ts';
import { type AnswerOf, call } from '../../api/calls.ts';

/** Small enough that each part is answered well within API Gateway's 30 s. */
const mostRows = 1_000;
const mostCharacters = 900_000;

export interface ImportOptions {
  strict: boolean;
  addBots: boolean;
}

export interface Imported {
  written: number;
  replaced: number;
  rejected: ReturnType<Rejections['list']>;
  warnings: ReturnType<Warnings['list']>;
  addedBots: string[];
}

interface Part {
  texts: string[];
  places: RowPlace[];
}

/** The rows of a file in parts, each row as it was written; what is no JSON is rejected. */
function* partsOf(text: string, rejections: Rejections): Generator<Part> {
  let part: Part = { texts: [], places: [] };
  let characters = 0;
  for (const { text: row, index, line } of readRows(text)) {
    if (row === undefined) {
      rejections.add(`line ${line} is not JSON`, { index, line }, 'not JSON');
      continue;
    }
    if (part.texts.length === mostRows || characters + row.length > mostCharacters) {
      yield part;
      part = { texts: [], places: [] };
      characters = 0;
    }
    part.texts.push(row);
    part.places.push({ index, line });
    characters += row.length;
  }
  if (part.texts.length > 0) yield part;
}

/**
 * Imports the rows of a file, one part after the other, so that of several with one id the last is kept.
 *
 * @param onProgress told of how many rows are dealt with, of how many
 * @throws Error where the file holds no sessions in a known form, or a call fails
 */
export async function importRows(
  accountId: string,
  text: string,
  { strict, addBots }: ImportOptions,
  onProgress: (done: number, of: number) => void,
): Promise<Imported> {
  const [rejections, warnings] = [new Rejections(), new Warnings()];
  const imported = { written: 0, replaced: 0, addedBots: new Set<string>() };
  const query = { ...(strict && { strict: 'true' }), ...(addBots && { addBots: 'true' }) };
  const parts = [...partsOf(text, rejections)];
  const total = parts.reduce((sum, { texts }) => sum + texts.length, 0);
  let done = 0;
  onProgress(done, total);
  for (const part of parts) {
    let { texts, places } = part;
    while (texts.length > 0) {
      const body = `[${texts.join(',')}]`;
      const result: AnswerOf<'importSessions'> = await call('importSessions', {
        path: { accountId },
        query,
        body,
      });
      imported.written += result.written;
      imported.replaced += result.replaced;
      for (const botId of result.addedBots ?? []) imported.addedBots.add(botId);
      for (const { index, sessionId, reason, count } of result.rejected) {
        rejections.add(reason, { index, ...places[index], sessionId }, reason, count);
      }
      for (const { code, detail, count, firstIndex, sessionId } of result.warnings ?? []) {
        warnings.add(code, detail, { index: firstIndex, ...places[firstIndex], sessionId }, count);
      }
      // The time of a call may not be enough for all of them.
      const { next = texts.length } = result;
      done += next;
      onProgress(done, total);
      texts = texts.slice(next);
      places = places.slice(next);
    }
  }
  return {
    ...imported,
    addedBots: [...imported.addedBots],
    rejected: rejections.list(),
    warnings: warnings.list(),
  };
}
