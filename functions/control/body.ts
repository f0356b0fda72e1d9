import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type * as z from 'zod';
import { jsonDepth } from '../http/json-depth.ts';
import { readBytes } from '../http/read-bytes.ts';
import { invalidRequest, Problem } from './problem.ts';

/** Lambda takes a request of 6 MB, a body in base64 included; larger imports are sent in parts. */
export const mostBodyBytes = 4_000_000;

/** Some 15,000 sessions: what one call can write in its time (see `generation.ts`). */
const maxUnpackedBytes = 8_000_000;

/** Far deeper than anything the API takes. */
const deepest = 100;

const tooLarge = (bytes: number): Problem =>
  new Problem(413, 'body_too_large', `The body is larger than ${bytes} bytes: send it in parts.`);

/**
 * Reads a body as text, packed with gzip or not.
 *
 * @throws Problem where it is too large, not UTF-8 or packed in another way
 */
export async function readText(request: Request): Promise<string> {
  const sent = await readBytes(request, mostBodyBytes);
  if (!sent) throw tooLarge(mostBodyBytes);
  const bytes = await unpack(sent, request.headers.get('content-encoding'));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'body_not_json', 'The body is not UTF-8.');
  }
}

async function unpack(bytes: Uint8Array, encoding: string | null): Promise<Uint8Array> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return bytes;
  if (name !== 'gzip') {
    throw new Problem(
      415,
      'encoding_not_supported',
      `The content encoding ${name} is not supported: send gzip or none.`,
    );
  }
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: maxUnpackedBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxUnpackedBytes);
    throw new Problem(400, 'body_not_json', 'The body is not gzip, as its content encoding says.');
  }
}

/**
 * Reads a body by its schema; none at all is the same as `{}`.
 *
 * @throws Problem that names the fields that are wrong
 */
export async function readJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  return (await readJsonWithText(request, schema)).input;
}

/** Reads a body by its schema as `readJson` does, and gives its text besides. */
export async function readJsonWithText<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<{ input: z.output<S>; text: string }> {
  const text = await readText(request);
  const result = schema.safeParse(text === '' ? {} : parseJson(text));
  if (result.success) return { input: result.data, text };
  throw invalidRequest(result.error);
}

function parseJson(text: string): unknown {
  const value = tryParse(text);
  if (jsonDepth(text) <= deepest) return value;
  throw new Problem(400, 'invalid_request', `The body is nested more than ${deepest} levels deep.`);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'body_not_json', 'The body is not JSON.');
  }
}
