import type { Readable } from 'node:stream';

/**
 * Collects the body of an answer. The SDK's own way looks for web-standard streams first, which Node loads for that, and
 * pipes what comes through a stream of its own.
 *
 * @throws what breaks the body off
 */
export function collect(body: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.on('data', (chunk: Buffer | string) => {
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    });
    body.once('end', () => resolve(Buffer.concat(chunks)));
    body.once('error', reject);
  });
}
