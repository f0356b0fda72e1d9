import type { FaultEffect } from '../domain/faults.ts';

/** Not JSON, and what a client sees of a proxy that fails on the way. */
const malformedBody = '<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>';

/** Spoils the body of an answer, a refusal's too, where the effect says so; status and headers stay. */
export async function distort(response: Response, effect: FaultEffect): Promise<Response> {
  const { status, headers } = response;
  if ('malformed' in effect) return new Response(malformedBody, { status, headers });
  if (!('truncate' in effect)) return response;
  const body = Buffer.from(await response.arrayBuffer());
  return new Response(body.subarray(0, effect.truncate), { status, headers });
}
