import type * as z from 'zod';
import { readBytes } from '../http/read-bytes.ts';
import { invalidRequest, Problem } from './problem.ts';

/** Lambda takes a request of 6 MB, a body in base64 included; larger imports are sent in parts. */
const maxBodyBytes = 4_000_000;

/**
 * Reads a body as text.
 *
 * @throws Problem where it is too large or not UTF-8
 */
export async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(request, maxBodyBytes);
  if (!bytes) {
    throw new Problem(
      413,
      'body_too_large',
      `The body is larger than ${maxBodyBytes} bytes: send it in parts.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'body_not_json', 'The body is not UTF-8.');
  }
}

/**
 * Reads a body by its schema; none at all is the same as `{}`.
 *
 * @throws Problem that names the fields that are wrong
 */
export async function readJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  const text = await readText(request);
  const result = schema.safeParse(text === '' ? {} : parse(text));
  if (result.success) return result.data;
  throw invalidRequest(result.error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'body_not_json', 'The body is not JSON.');
  }
}
