import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImportFormatError, readRowsOf } from '../../functions/domain/rows/read-file.ts';
import type { FoundRow, RowForm } from '../../functions/domain/rows/row-form.ts';
import { Failure } from '../errors.ts';

/** Sessions of a file or of stdin. */
export interface SessionFile {
  rows: AsyncIterable<FoundRow>;
  /** How much of it has been read, from 0 to 1; undefined where its size is not known. */
  share: () => number | undefined;
  /** Whether it can be read again from its beginning. */
  isLasting: boolean;
}

export interface OpenOptions {
  /** How messages call it. */
  what?: string;
  /** Which rows are looked for: those of sessions when left out. */
  form?: RowForm | undefined;
  stdin?: Readable;
}

/**
 * Opens a file of sessions in any form that `readRowsOf` takes, compressed by gzip or not; it is not held as a whole.
 *
 * @param path `-` for stdin
 * @throws Failure where it cannot be read, also while its rows are
 */
export function openSessionFile(
  path: string,
  { what = path === '-' ? 'What stdin holds' : path, form, stdin = process.stdin }: OpenOptions = {},
): SessionFile {
  const size = path === '-' ? undefined : sizeOf(path, what);
  let bytesRead = 0;
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of path === '-' ? stdin : createReadStream(path)) {
      bytesRead += chunk.length;
      yield chunk;
    }
  }
  return {
    rows: readable(rowsOf(bytes(), form), what),
    isLasting: size !== undefined,
    share: () => (size === undefined ? undefined : bytesRead / Math.max(size, 1)),
  };
}

function sizeOf(path: string, what: string): number | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() ? stat.size : undefined;
  } catch (error) {
    throw unreadable(what, error);
  }
}

function unreadable(what: string, error: unknown): Failure {
  if (error instanceof ImportFormatError) return new Failure(`${what}: ${error.message}`);
  return new Failure(`${what} cannot be read: ${error instanceof Error ? error.message : error}.`);
}

async function* readable(rows: AsyncIterable<FoundRow>, what: string): AsyncGenerator<FoundRow> {
  const iterator = rows[Symbol.asyncIterator]();
  for (;;) {
    const next = await iterator.next().catch((error) => {
      throw unreadable(what, error);
    });
    if (next.done) return;
    yield next.value;
  }
}

async function* rowsOf(bytes: AsyncGenerator<Buffer>, form: RowForm | undefined): AsyncGenerator<FoundRow> {
  const first = (await bytes.next()).value as Buffer | undefined;
  if (!first) return;
  yield* readRowsOf(textOf(await opened(first, bytes)), form);
}

async function* textOf(bytes: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
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
