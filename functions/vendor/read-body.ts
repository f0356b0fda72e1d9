import { Refusal } from '../domain/refusal.ts';
import type { Time } from '../domain/time.ts';
import { IncompleteBodyError, readArrivingBytes } from '../http/read-bytes.ts';
import { maxBodyBytes } from './body.ts';

/**
 * Reads the body of a request.
 *
 * @returns undefined where it is too large
 * @throws Refusal where it stops half-way: that is the client's failure, not the emulator's
 */
export async function readBody(
  request: Request,
  time?: Pick<Time, 'after'>,
): Promise<Uint8Array | undefined> {
  try {
    return await readArrivingBytes(request, maxBodyBytes, time);
  } catch (error) {
    if (!(error instanceof IncompleteBodyError)) throw error;
    throw new Refusal(
      'improperPayload',
      'body_incomplete',
      `${error.message}: send as many bytes as Content-Length says.`,
    );
  }
}
