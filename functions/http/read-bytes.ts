import { DeadlineError, systemTime, type Time, withDeadline } from '../domain/time.ts';
import type { HeaderFields, IncomingRequest } from './application.ts';

/** Thrown where a body breaks off, or does not arrive in time. */
export class IncompleteBodyError extends Error {
  override readonly name = 'IncompleteBodyError';
}

/** Shorter than the time that an answer may take, so that who sends half a body learns what is wrong. */
const arrivesWithinMs = 20_000;

/**
 * Reads the body of a request as `readBytes`, where it arrives.
 *
 * @throws IncompleteBodyError where it does not
 */
export async function readArrivingBytes(
  request: IncomingRequest,
  maxBytes: number,
  time: Pick<Time, 'after'> = systemTime,
): Promise<Uint8Array | undefined> {
  if (!mayHaveBody(request.headers)) return readBytes(request, maxBytes);
  try {
    return await withDeadline(arrivesWithinMs, readBytes(request, maxBytes), time);
  } catch (cause) {
    const isLate = cause instanceof DeadlineError;
    throw new IncompleteBodyError(isLate ? 'The body did not arrive in time' : 'The body broke off', {
      cause,
    });
  }
}

function mayHaveBody(headers: HeaderFields): boolean {
  const length = headers.get('content-length');
  return length === null ? headers.has('transfer-encoding') : length !== '0';
}

/**
 * Reads the body of a request, to its end even where it is too large: to stop in the middle breaks the
 * connection for the client's next request.
 *
 * @returns the bytes, or undefined where there are more than `maxBytes`
 */
export async function readBytes(request: IncomingRequest, maxBytes: number): Promise<Uint8Array | undefined> {
  const declared = Number(request.headers.get('content-length') ?? Number.POSITIVE_INFINITY);
  if (declared <= maxBytes) {
    // Several times faster than to read a stream.
    const bytes = new Uint8Array(await request.arrayBuffer());
    return bytes.length <= maxBytes ? bytes : undefined;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length <= maxBytes) chunks.push(chunk);
  }
  return length <= maxBytes ? Buffer.concat(chunks) : undefined;
}
