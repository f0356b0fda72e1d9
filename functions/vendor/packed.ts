import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { takesGzip } from '../http/takes-gzip.ts';

const compress = promisify(gzip);

/** An answer compressed by gzip, where the client takes that. Both kinds of API Gateway carry it, in base64. */
export async function packed(response: Response, asked: Headers): Promise<Response> {
  if (!takesGzip(asked.get('accept-encoding'))) return response;
  const headers = new Headers(response.headers);
  headers.set('content-encoding', 'gzip');
  headers.set('vary', 'accept-encoding');
  const bytes = new Uint8Array(await compress(await response.arrayBuffer()));
  return new Response(bytes, { status: response.status, headers });
}
