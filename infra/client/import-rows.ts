import { Rejections, type RowPlace, Warnings } from '../../functions/domain/rows/findings.ts';
import type { FoundRow } from '../../functions/domain/rows/row-form.ts';
import type { ControlClient } from './client.ts';
import type { ImportResult } from './types.ts';

/** How rows are taken. */
export interface ImportOptions {
  /** Check rows as those that are written by hand. */
  strict?: boolean;
  /** Add the bots of the rows that the account does not have. */
  addBots?: boolean;
}

// Far below the limit of a body, so that each part is answered well within API Gateway's 30 s.
const partBytes = 1_000_000;
const partRows = 1_000;
const largestRowBytes = 3_000_000;

interface Part {
  rows: string[];
  /** Where each row stands among all rows. */
  places: RowPlace[];
  bytes: number;
}

const emptyPart = (): Part => ({ rows: [], places: [], bytes: 0 });

/** Sends rows as one JSON array. */
type SendPart = (body: string) => Promise<ImportResult>;

/**
 * Imports sessions in parts, one after the other, so that of several with one id the last is kept.
 *
 * @param rows each as the text that should be its JSON
 * @param onProgress told of how many rows are dealt with
 * @returns rejected rows by their place among all rows
 */
export function importSessions(
  client: ControlClient,
  accountId: string,
  rows: AsyncIterable<FoundRow> | Iterable<FoundRow>,
  { strict = false, addBots = false }: ImportOptions = {},
  onProgress?: (rows: number) => void,
): Promise<ImportResult> {
  const query = { ...(strict && { strict: 'true' }), ...(addBots && { addBots: 'true' }) };
  const send: SendPart = (body) => client.callPatiently('importSessions', { accountId, query, body });
  return importInParts(send, rows, onProgress);
}

/** Imports messages, as `importSessions` does sessions; findings name a message where they have a `sessionId`. */
export function importMessages(
  client: ControlClient,
  accountId: string,
  rows: AsyncIterable<FoundRow> | Iterable<FoundRow>,
  onProgress?: (rows: number) => void,
): Promise<ImportResult> {
  const send: SendPart = async (body) => {
    const {
      rejected,
      warnings = [],
      ...result
    } = await client.callPatiently('importMessages', {
      accountId,
      body,
    });
    return {
      ...result,
      rejected: rejected.map(({ messageId, count = 1, ...row }) => ({
        ...row,
        ...(messageId === undefined ? {} : { sessionId: messageId }),
        ...(count === 1 ? {} : { count }),
      })),
      warnings: warnings.map(({ messageId, count = 1, ...warning }) => ({
        ...warning,
        count,
        ...(messageId === undefined ? {} : { sessionId: messageId }),
      })),
    };
  };
  return importInParts(send, rows, onProgress);
}

async function importInParts(
  sendPart: SendPart,
  rows: AsyncIterable<FoundRow> | Iterable<FoundRow>,
  onProgress: (rows: number) => void = () => {},
): Promise<ImportResult> {
  const total = new Total();
  let done = 0;
  let part = emptyPart();

  const send = async (): Promise<void> => {
    let { rows: texts, places } = part;
    part = emptyPart();
    while (texts.length > 0) {
      const result = await sendPart(`[${texts.join(',')}]`);
      total.add(result, places);
      // The time of a call may not be enough for all of them.
      const { next = texts.length } = result;
      done += next;
      onProgress(done);
      [texts, places] = [texts.slice(next), places.slice(next)];
    }
  };

  for await (const { text, index, line } of rows) {
    if (text === undefined) total.reject(`line ${line} is not JSON`, { index, line }, 'not JSON');
    else {
      const bytes = Buffer.byteLength(text) + 1;
      if (bytes > largestRowBytes) {
        total.reject(`the row is larger than ${largestRowBytes} bytes`, { index, line });
        continue;
      }
      if (part.rows.length === partRows || part.bytes + bytes > partBytes) await send();
      part.rows.push(text);
      part.places.push({ index, line });
      part.bytes += bytes;
    }
  }
  await send();
  return total.result();
}

/** What the parts came to together. */
class Total {
  #written = 0;
  #replaced = 0;
  #settled = true;
  readonly #rejections = new Rejections();
  readonly #warnings = new Warnings();
  readonly #addedBots = new Set<string>();

  reject(reason: string, place: RowPlace, kind?: string): void {
    this.#rejections.add(reason, place, kind);
  }

  /** @param places of the rows of the part */
  add(part: ImportResult, places: readonly RowPlace[]): void {
    this.#written += part.written;
    this.#replaced += part.replaced;
    this.#settled &&= part.settled;
    for (const { index, sessionId, reason, count } of part.rejected) {
      this.#rejections.add(reason, { index, ...places[index], sessionId }, reason, count);
    }
    for (const { code, detail, count, firstIndex, sessionId } of part.warnings ?? []) {
      this.#warnings.add(code, detail, { index: firstIndex, ...places[firstIndex], sessionId }, count);
    }
    for (const botId of part.addedBots ?? []) this.#addedBots.add(botId);
  }

  result(): ImportResult {
    const warnings = this.#warnings.list();
    return {
      written: this.#written,
      replaced: this.#replaced,
      rejected: this.#rejections.list(),
      ...(warnings.length > 0 && { warnings }),
      ...(this.#addedBots.size > 0 && { addedBots: [...this.#addedBots] }),
      settled: this.#settled,
    };
  }
}
