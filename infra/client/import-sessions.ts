import type { ControlClient } from './client.ts';
import type { ImportResult } from './types.ts';

// Far below the limit of a body, so that each part is answered well within API Gateway's 30 s.
const partBytes = 1_000_000;
const partRows = 1_000;
const largestRowBytes = 3_000_000;

interface Part {
  rows: string[];
  /** Where each row stands among all rows. */
  places: number[];
  bytes: number;
}

const emptyPart = (): Part => ({ rows: [], places: [], bytes: 0 });

function complaintOf(row: string): string | undefined {
  if (Buffer.byteLength(row) > largestRowBytes) return `the row is larger than ${largestRowBytes} bytes`;
  try {
    JSON.parse(row);
    return undefined;
  } catch {
    return 'the row is not JSON';
  }
}

/**
 * Imports rows in parts, one after the other, so that of several with one id the last is kept.
 *
 * @param rows each as the text that should be its JSON
 * @param onProgress told of how many rows are dealt with
 * @returns rejected rows by their place among all rows
 */
export async function importSessions(
  client: ControlClient,
  accountId: string,
  rows: AsyncIterable<string>,
  onProgress: (rows: number) => void = () => {},
): Promise<ImportResult> {
  const result: ImportResult = { written: 0, replaced: 0, rejected: [], settled: true };
  let done = 0;
  let part = emptyPart();

  const send = async (): Promise<void> => {
    const { rows: texts, places } = part;
    part = emptyPart();
    if (texts.length > 0) {
      const body = `[${texts.join(',')}]`;
      add(result, await client.call('importSessions', { accountId, body }), places);
    }
    done += texts.length;
    onProgress(done);
  };

  let place = -1;
  for await (const row of rows) {
    place += 1;
    const reason = complaintOf(row);
    if (reason !== undefined) {
      result.rejected.push({ index: place, reason });
      continue;
    }
    const bytes = Buffer.byteLength(row) + 1;
    if (part.rows.length === partRows || part.bytes + bytes > partBytes) await send();
    part.rows.push(row);
    part.places.push(place);
    part.bytes += bytes;
  }
  await send();
  result.rejected.sort((a, b) => a.index - b.index);
  return result;
}

function add(result: ImportResult, part: ImportResult, places: readonly number[]): void {
  result.written += part.written;
  result.replaced += part.replaced;
  result.settled &&= part.settled;
  for (const row of part.rejected) {
    result.rejected.push({ ...row, index: places[row.index] ?? row.index });
  }
}
