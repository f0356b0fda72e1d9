import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HeaderFields, Reply } from '../http/application.ts';
import { takesGzip } from '../http/takes-gzip.ts';
import { bytesOf } from './reply.ts';

const compress = promisify(gzip);

/** An answer compressed by gzip, where the client takes that. Both kinds of API Gateway carry it, in base64. */
export async function packed(reply: Reply, asked: HeaderFields): Promise<Reply> {
  if (!takesGzip(asked.get('accept-encoding'))) return reply;
  const headers = { ...reply.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' };
  return { ...reply, headers, body: new Uint8Array(await compress(bytesOf(reply))) };
}
