import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type * as z from 'zod';
import { contentCodings, mediaTypeOf } from '../http/content.ts';
import { jsonDepth } from '../http/json-depth.ts';
import { IncompleteBodyError, readArrivingBytes } from '../http/read-bytes.ts';
import { invalidRequest, Problem } from './problem.ts';

/** Lambda takes a request of 6 MB, a body in base64 included; larger imports are sent in parts. */
const mostBodyBytes = 4_000_000;

/** Some 15,000 sessions: what one call can write in its time (see `generation.ts`). */
const maxUnpackedBytes = 8_000_000;

/** Far deeper than anything the API takes. */
const deepest = 100;

/** The body that a call takes: how the document describes it, and how it is read. */
export interface Body<S extends z.ZodType, Input> {
  /** What the document's components call the schema. */
  name: string;
  schema: S;
  types: readonly string[];
  /** Schemas within it that get a name of their own. */
  parts?: Readonly<Record<string, z.ZodType>>;
  /** Where none at all will not do. */
  required?: true;
  /** @throws Problem where it is not what the call takes */
  read: (text: string) => Input;
}

/** A body of JSON that is read by its schema; none at all is the same as `{}`. */
export function jsonBody<S extends z.ZodType>(name: string, schema: S): Body<S, z.output<S>> {
  return { name, schema, types: ['application/json'], read: (text) => readJson(text, schema) };
}

/** A body of JSON that is read by its schema, with its text besides; none at all is the same as `{}`. */
export function jsonBodyWithText<S extends z.ZodType>(
  name: string,
  schema: S,
): Body<S, { input: z.output<S>; text: string }> {
  return {
    name,
    schema,
    types: ['application/json'],
    read: (text) => ({ input: readJson(text, schema), text }),
  };
}

/** @throws Problem that names the fields that are wrong */
function readJson<S extends z.ZodType>(text: string, schema: S): z.output<S> {
  const result = schema.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw invalidRequest(result.error);
}

/** @throws Problem where it is not JSON, or nested too deep */
export function parseJson(text: string): unknown {
  if (text === '') return {};
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

const tooLarge = (bytes: number): Problem =>
  new Problem(413, 'body_too_large', `The body is larger than ${bytes} bytes: send it in parts.`);

function incomplete(error: unknown): never {
  if (!(error instanceof IncompleteBodyError)) throw error;
  throw new Problem(400, 'body_not_json', `${error.message}: send as many bytes as Content-Length says.`);
}

/**
 * Reads a body as text, packed with gzip or not.
 *
 * @param types what the call takes
 * @throws Problem where it is too large, not UTF-8 or packed in another way
 */
export async function readText(request: Request, types: readonly string[]): Promise<string> {
  const { headers } = request;
  const mediaType = mediaTypeOf(headers.get('content-type'));
  const sent = await readArrivingBytes(request, mostBodyBytes).catch(incomplete);
  if (!sent) throw tooLarge(mostBodyBytes);
  // What else a client calls JSON is read as such, as many say nothing else than their library does.
  if (mediaType?.startsWith('multipart/')) throw wrongType(mediaType, types);
  const codings = contentCodings(headers.get('content-encoding'));
  const bytes = await unpack(sent, codings.length === 0 && isGzip(mediaType) ? ['gzip'] : codings);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'body_not_json', 'The body is not UTF-8.');
  }
}

const isGzip = (mediaType: string | undefined): boolean =>
  mediaType === 'application/gzip' || mediaType === 'application/x-gzip';

/** RFC 9110, section 15.5.16: a 415 says what is accepted. */
function wrongType(mediaType: string, types: readonly string[]): Problem {
  const accept = types.join(', ');
  const detail = `The body is ${mediaType}: send the bare text, as ${types.join(' or ')}.`;
  return new Problem(415, 'media_type_not_supported', detail, [], { accept });
}

function wrongCoding(coding: string): Problem {
  const detail = `The content encoding ${coding} is not supported: send gzip or none.`;
  return new Problem(415, 'encoding_not_supported', detail, [], { 'accept-encoding': 'gzip' });
}

/** Undoes codings, the last one first. */
async function unpack(bytes: Uint8Array, codings: readonly string[]): Promise<Uint8Array> {
  const strange = codings.find((coding) => coding !== 'gzip');
  if (strange !== undefined) throw wrongCoding(strange);
  let unpacked = bytes;
  for (const _ of codings) unpacked = await gunzipped(unpacked);
  return unpacked;
}

async function gunzipped(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: maxUnpackedBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxUnpackedBytes);
    throw new Problem(400, 'body_not_json', 'The body is not gzip, as its content encoding says.');
  }
}

/** @throws Problem where a request has a body that nothing would read */
export async function refuseBody(request: Request): Promise<void> {
  if (await readArrivingBytes(request, 0).catch(incomplete)) return;
  throw new Problem(400, 'invalid_request', 'This call takes no body: all that it reads is in the URL.');
}
