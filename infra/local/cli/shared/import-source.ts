import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImportFormatError, readRows } from '../../../../functions/domain/import.ts';
import { Failure } from '../../../errors.ts';

/** Sessions of a file or of stdin, each as the text that should be its JSON. */
export interface ImportSource {
  rows: AsyncIterable<string>;
  /** How much of it has been read, from 0 to 1; undefined where its size is not known. */
  share: () => number | undefined;
}

/**
 * Opens a JSON array, a getSessions response or NDJSON, compressed by gzip or not; NDJSON is not held as a
 * whole.
 *
 * @param path `-` for stdin
 * @throws Failure where it cannot be read, also while its rows are
 */
export function openImport(path: string): ImportSource {
  const size = path === '-' ? undefined : sizeOf(path);
  let bytesRead = 0;
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of path === '-' ? process.stdin : createReadStream(path)) {
      bytesRead += chunk.length;
      yield chunk;
    }
  }
  return {
    rows: readable(rowsOf(bytes()), path),
    share: () => (size === undefined ? undefined : bytesRead / Math.max(size, 1)),
  };
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Failure {
  const what = path === '-' ? 'What stdin holds' : path;
  if (error instanceof ImportFormatError) return new Failure(`${what}: ${error.message}`);
  return new Failure(`${what} cannot be read: ${error instanceof Error ? error.message : error}.`);
}

async function* readable(rows: AsyncIterable<string>, path: string): AsyncGenerator<string> {
  const iterator = rows[Symbol.asyncIterator]();
  for (;;) {
    const next = await iterator.next().catch((error) => {
      throw unreadable(path, error);
    });
    if (next.done) return;
    yield next.value;
  }
}

async function* rowsOf(bytes: AsyncGenerator<Buffer>): AsyncGenerator<string> {
  const first = (await bytes.next()).value as Buffer | undefined;
  if (!first) return;
  const lines = createInterface({
    input: await opened(first, bytes),
    crlfDelay: Number.POSITIVE_INFINITY,
  })[Symbol.asyncIterator]();

  const start = await firstLine(lines);
  if (start === undefined) return;
  if (isRow(start)) {
    yield start;
    for await (const line of rest(lines)) if (line.trim() !== '') yield line;
    return;
  }
  const whole = [start];
  for await (const line of rest(lines)) whole.push(line);
  for (const row of readRows(whole.join('\n'))) yield JSON.stringify(row);
}

/** The text that begins with these bytes, unpacked where they say that it is packed. */
async function opened(first: Buffer, bytes: AsyncGenerator<Buffer>): Promise<Readable> {
  async function* all(): AsyncGenerator<Buffer> {
    yield first;
    yield* bytes;
  }
  const source = Readable.from(all());
  const isPacked = first[0] === 0x1f && first[1] === 0x8b;
  if (!isPacked) return source;
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  return unpacked;
}

type Lines = AsyncIterator<string>;

async function firstLine(lines: Lines): Promise<string | undefined> {
  for await (const line of rest(lines)) if (line.trim() !== '') return line.replace(/^\uFEFF/, '');
  return undefined;
}

async function* rest(lines: Lines): AsyncGenerator<string> {
  for (let next = await lines.next(); !next.done; next = await lines.next()) yield next.value;
}

/** Whether a first line is a session by itself, and the text so NDJSON. */
function isRow(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return !('sessions' in value && Array.isArray(value.sessions));
  } catch {
    return false;
  }
}
