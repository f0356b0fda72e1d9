import { Refusal } from '../domain/refusal.ts';
import type { IncomingRequest } from '../http/application.ts';
import { readBytes } from '../http/read-bytes.ts';
import { maxBodyBytes } from './body.ts';

/**
 * Reads the body of a request. How long it may take is for who answers to see: most bodies are there at once.
 *
 * @returns undefined where it is too large
 * @throws Refusal where it stops half-way: that is the client's failure, not the emulator's
 */
export async function readBody(request: IncomingRequest): Promise<Uint8Array | undefined> {
  try {
    return await readBytes(request, maxBodyBytes);
  } catch {
    throw bodyIncomplete('The body broke off');
  }
}

/** @param what has become of it */
export function bodyIncomplete(what: string): Refusal {
  const text = `${what}: send as many bytes as Content-Length says.`;
  return new Refusal('improperPayload', 'body_incomplete', text);
}
