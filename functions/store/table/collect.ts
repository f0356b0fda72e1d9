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
    // Behind the end this comes too late to matter.
    body.once('close', () => reject(brokenOff()));
  });
}

/** As Node has it of a connection that breaks off, so that the SDK sends the call again. */
const brokenOff = (): Error => Object.assign(new Error('The answer was broken off.'), { code: 'ECONNRESET' });
