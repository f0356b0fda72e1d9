import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { percentile } from '../report/statistics.ts';
import { ResponseReader } from '../support/responses.ts';

/** A request, the same every time, and what its answer must be. */
export interface Target {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  expectedBodyBytes: number;
}

export interface LoadResult {
  requests: number;
  perSecond: number;
  /** Milliseconds from a request to the last byte of its answer. */
  p50: number;
  p95: number;
  p99: number;
}

/**
 * Sends the request over so many kept-alive connections, each waiting for its answer before the next.
 *
 * @throws Error for an answer that is not 200 or has another length
 */
export async function load(target: Target, connections: number, durationMs: number): Promise<LoadResult> {
  const request = toBytes(target);
  const started = performance.now();
  const latencies: number[] = [];
  await Promise.all(
    Array.from({ length: connections }, () => send(target, request, started + durationMs, latencies)),
  );
  const elapsed = (performance.now() - started) / 1000;
  return {
    requests: latencies.length,
    perSecond: latencies.length / elapsed,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
  };
}

function toBytes({ url, headers, body }: Target): Buffer {
  const { host, pathname, search } = new URL(url);
  const lines = [
    `POST ${pathname}${search} HTTP/1.1`,
    `host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

async function send(
  { url, expectedBodyBytes }: Target,
  request: Buffer,
  until: number,
  latencies: number[],
): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  try {
    await converse(socket, request, until, latencies, expectedBodyBytes);
  } finally {
    socket.destroy();
  }
}

function converse(
  socket: Socket,
  request: Buffer,
  until: number,
  latencies: number[],
  expectedBodyBytes: number,
): Promise<void> {
  const reader = new ResponseReader();
  return new Promise((resolve, reject) => {
    let sent = performance.now();
    const next = (): void => {
      sent = performance.now();
      socket.write(request);
    };
    socket.on('data', (piece) => {
      try {
        const answer = reader.feed(piece);
        if (!answer) return;
        if (answer.status !== 200 || answer.bodyBytes !== expectedBodyBytes) {
          throw new Error(`${answer.status} with ${answer.bodyBytes} of ${expectedBodyBytes} bytes`);
        }
        const now = performance.now();
        latencies.push(now - sent);
        if (now < until) next();
        else resolve();
      } catch (error) {
        reject(error);
      }
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The server closed the connection.')));
    next();
  });
}
